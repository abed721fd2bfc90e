// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { differs, readAddress, shorten, writeAddress } from "../../geo_app/frontend/components/address_text.js";

const REST = { code: "abc", lang: "en", profile: "retail" };
const nowhere = () => null;

test("what is written is read back, and other parts of the address stay", () => {
  const place = { code: "x-_1", lang: "zh", profile: "textiles" };
  const search = writeAddress("?embed=true&s=old", place, place.code);
  assert.deepEqual(readAddress(search, REST, nowhere), place);
  assert.equal(new URLSearchParams(search).get("embed"), "true");
});

test("a first visit has no code in its address", () => {
  assert.equal(writeAddress("?s=old", { ...REST, code: "" }, ""), "?lang=en&profile=retail");
});

test("an address without a part leaves it as it is, but no code is the code of a first visit", () => {
  assert.deepEqual(readAddress("", REST, nowhere), { ...REST, code: "" });
});

test("a long code becomes a hash that the store resolves, and another code another hash", () => {
  const long = "a".repeat(50);
  const hash = shorten(long, 20);
  assert.match(hash, /^~[0-9a-f]{16}$/);
  assert.notEqual(hash, shorten(`${long}b`, 20));
  assert.equal(shorten("short", 20), "short");
  const search = writeAddress("", { ...REST, code: long }, hash);
  assert.equal(readAddress(search, REST, (name) => (name === hash ? long : null)).code, long);
  assert.equal(readAddress(search, REST, nowhere).code, null);
});

test("places differ by any part", () => {
  assert.equal(differs(REST, { ...REST }), false);
  for (const part of [{ code: null }, { lang: "kk" }, { profile: "x" }]) assert.ok(differs(REST, { ...REST, ...part }));
});
