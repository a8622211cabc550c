// Tensors from the files that the build writes for the lab, in the format of https://huggingface.co/docs/safetensors.

/** @typedef {{shape: number[], data: Float32Array | Uint8Array | Uint16Array}} Tensor */

const SCALE = ".scale";

/**
 * Fetch a file.
 * @param {string | URL} url
 * @returns {Promise<Map<string, Tensor>>} its tensors by name; an Error says what is missing or damaged
 */
export async function fetchTensors(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} could not be fetched: ${answer.status}`);
  return parse(await answer.arrayBuffer());
}

/**
 * Read a file: the length of its header, the header, the tensors.
 *
 * What was packed as 16-bit integers is multiplied by its scale, the tensor NAME.scale, which is not returned.
 * @param {ArrayBuffer} buffer
 * @returns {Map<string, Tensor>}
 */
export function parse(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  /** @type {Map<string, Tensor>} */
  const tensors = new Map();
  /** @type {Map<string, {shape: number[], integers: Int16Array}>} */
  const packed = new Map();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const bytes = buffer.slice(8 + length + offsets[0], 8 + length + offsets[1]); // a copy begins where any type may
    if (dtype === "F32") tensors.set(name, { shape, data: new Float32Array(bytes) });
    else if (dtype === "U8") tensors.set(name, { shape, data: new Uint8Array(bytes) });
    else if (dtype === "U16") tensors.set(name, { shape, data: new Uint16Array(bytes) });
    else if (dtype === "I16") packed.set(name, { shape, integers: new Int16Array(bytes) });
    else throw new Error(`${name} is of type ${dtype}, which the lab does not read`);
  }
  for (const [name, { shape, integers }] of packed) {
    const scale = tensors.get(name + SCALE);
    if (!scale) throw new Error(`${name} has no scale`);
    const data = new Float32Array(integers.length);
    for (let i = 0; i < data.length; i++) data[i] = integers[i] * scale.data[0];
    tensors.set(name, { shape, data });
    tensors.delete(name + SCALE);
  }
  return tensors;
}

/**
 * Return the tensor of that name; an Error says that there is none.
 * @param {Map<string, Tensor>} tensors
 * @param {string} name
 * @returns {Tensor}
 */
export function named(tensors, name) {
  const found = tensors.get(name);
  if (!found) throw new Error(`there is no tensor ${name}`);
  return found;
}
