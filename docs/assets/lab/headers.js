/** How large a picture is, said by its file's first bytes: known before anything is decoded. */

/**
 * How large a picture is, by its file's header.
 *
 * @param {Uint8Array} bytes the file's beginning
 * @returns {[width: number, height: number] | null} in pixels; null where the format is none of five, or the header broken
 */
export function sizeOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = (/** @type {string} */ text, at = 0) =>
    [...text].every((letter, k) => bytes[at + k] === letter.charCodeAt(0));
  /** @type {[number, number] | null} */
  let size = null;
  try {
    if (starts("\x89PNG")) size = [view.getUint32(16), view.getUint32(20)];
    else if (starts("GIF8")) size = [view.getUint16(6, true), view.getUint16(8, true)];
    else if (starts("BM")) size = [view.getInt32(18, true), Math.abs(view.getInt32(22, true))];
    else if (starts("RIFF") && starts("WEBP", 8)) size = webp(view, starts);
    else if (starts("\xff\xd8")) size = jpeg(view);
  } catch {
    return null; // a header that ends too soon
  }
  return size && size[0] > 0 && size[1] > 0 ? size : null;
}

/** @param {DataView} view @param {(text: string, at: number) => boolean} starts @returns {[number, number] | null} */
function webp(view, starts) {
  const triple = (/** @type {number} */ at) => 1 + view.getUint16(at, true) + 65536 * view.getUint8(at + 2);
  if (starts("VP8X", 12)) return [triple(24), triple(27)];
  if (starts("VP8 ", 12)) return [view.getUint16(26, true) & 16383, view.getUint16(28, true) & 16383];
  if (!starts("VP8L", 12)) return null;
  const bits = view.getUint32(21, true);
  return [1 + (bits & 16383), 1 + ((bits >> 14) & 16383)];
}

/** @param {DataView} view @returns {[number, number] | null} what its first frame header says */
function jpeg(view) {
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  }
  return null;
}
