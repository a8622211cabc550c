/**
 * Whether an image is unlike every digit: how far the nearest real one is.
 *
 * Probabilities of ten classes sum to 1 for any image at all, so they cannot say that an image is no digit. The distance
 * to the nearest of 1,000 test digits can: only 2 % of those are farther than `FAR` from all the others.
 */

/** Euclidean distance of two images (784,) in [0, 1]: 98 % of 1,000 MNIST test digits have another one this near. */
export const FAR = 7.8;

/**
 * Distance to the nearest of many images.
 *
 * @param {ArrayLike<number>} image (784,) in [0, 1]
 * @param {Uint8Array} images (N, 784) in 255ths
 * @returns {{distance: number, index: number}} Euclidean, and which one; Infinity and −1 for no images
 */
export function nearest(image, images) {
  const pixels = image.length;
  let [least, index] = [Infinity, -1];
  for (let start = 0; start < images.length; start += pixels) {
    let square = 0;
    for (let at = 0; at < pixels && square < least; at++) {
      const apart = image[at] - images[start + at] / 255;
      square += apart * apart;
    }
    if (square < least) [least, index] = [square, start / pixels];
  }
  return { distance: Math.sqrt(least), index };
}
