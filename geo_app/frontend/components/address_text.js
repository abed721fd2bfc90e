// @ts-check
/* The session in an address: language and profile readable, the rest as a code, or its hash where that is too long. */

/** What an address says of a session; `code` is null where only a hash is there and nobody knows its code.
 *
 * @typedef {{ code: string | null, lang: string, profile: string }} Place
 */

const HELD = "~"; // before a hash

/** Read what an address says; a part that it leaves out is as in `rest`.
 *
 * @param {string} search the address from its question mark on
 * @param {Place} rest
 * @param {(name: string) => string | null} resolve finds the code of a hash
 * @returns {Place}
 */
export function readAddress(search, rest, resolve) {
  const said = new URLSearchParams(search);
  const code = said.get("s") ?? "";
  return {
    code: code.startsWith(HELD) ? resolve(code) : code,
    lang: said.get("lang") ?? rest.lang,
    profile: said.get("profile") ?? rest.profile,
  };
}

/** Write a session into an address, whose other parts stay.
 *
 * @param {string} search the address from its question mark on
 * @param {{ code: string, lang: string, profile: string }} place
 * @param {string} shown the code, or its hash
 */
export function writeAddress(search, { lang, profile }, shown) {
  const said = new URLSearchParams(search);
  said.set("lang", lang);
  said.set("profile", profile);
  if (shown) said.set("s", shown);
  else said.delete("s");
  return `?${said}`;
}

/** Shorten a code that is too long for an address to the 64 bits of its FNV-1a hash, which tell one tab's steps apart.
 *
 * @param {string} code
 * @param {number} longest
 */
export function shorten(code, longest) {
  if (code.length <= longest) return code;
  let value = 0xcbf29ce484222325n;
  for (let k = 0; k < code.length; k += 1) {
    value = ((value ^ BigInt(code.charCodeAt(k))) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return HELD + value.toString(16).padStart(16, "0");
}

/** Say whether two places differ.
 *
 * @param {Place} one
 * @param {Place} other
 */
export const differs = (one, other) =>
  one.code !== other.code || one.lang !== other.lang || one.profile !== other.profile;
