// @ts-check
/* Values that travel once: what an address names never changes. */

const MOST_KEPT = 100; // of 20 kB each, what a profile or two need; those asked for last stay

/** @typedef {{ bytes: ArrayBuffer | null, ready: Promise<unknown> }} Loading `bytes` is null until they are there */

/** @type {Map<string, Loading>} */
const known = new Map();

/** Get the bytes of all addresses, if they are there.
 *
 * @param {readonly string[]} addresses "" stands for nothing
 * @returns {(ArrayBuffer | null)[] | null} null while some are on their way
 */
export function bytesOf(addresses) {
  const found = addresses.map((address) => (address ? (known.get(address)?.bytes ?? undefined) : null));
  return found.includes(undefined) ? null : /** @type {(ArrayBuffer | null)[]} */ (found);
}

/** Load what is not there yet; fails with the first address that cannot be had.
 *
 * @param {readonly string[]} addresses
 */
export async function load(addresses) {
  const wanted = addresses.filter(Boolean);
  const all = wanted.map((address) => {
    const loading = known.get(address) ?? begin(address);
    known.delete(address);
    known.set(address, loading);
    return loading.ready;
  });
  for (const address of [...known.keys()].slice(0, Math.max(0, known.size - MOST_KEPT - wanted.length))) {
    known.delete(address);
  }
  await Promise.all(all);
}

/** @param {string} address @returns {Loading} */
function begin(address) {
  /** @type {Loading} */
  const loading = { bytes: null, ready: Promise.resolve() };
  if (address.startsWith("data:")) {
    // A file on a disk may not fetch, not even from itself.
    loading.bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (byte) => byte.charCodeAt(0)).buffer;
    return loading;
  }
  loading.ready = fetch(address)
    .then((response) => {
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return response.arrayBuffer();
    })
    .then((bytes) => (loading.bytes = bytes));
  loading.ready.catch(() => known.delete(address)); // the next payload tries again
  return loading;
}
