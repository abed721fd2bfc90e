// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { EventQueue } from "../../geo_app/frontend/shared/event_queue.js";

/** @param {(queue: EventQueue, sent: { kind: string, number: number, value?: unknown }[], wait: (ms: number) => void) => void} run */
function withClock(run) {
  let now = 0;
  let timers = 0;
  /** @type {Map<number, { at: number, act: () => void }>} */
  const waiting = new Map();
  const queue = new EventQueue({
    now: () => now,
    wait: (act, ms) => {
      waiting.set(++timers, { at: now + ms, act });
      return timers;
    },
    cancel: (timer) => void waiting.delete(timer),
  });
  /** @type {{ kind: string, number: number, value?: unknown }[]} */
  const sent = [];
  queue.send = (event) => sent.push(event);
  run(queue, sent, (ms) => {
    now += ms;
    for (const [timer, { at, act }] of waiting) {
      if (at > now) continue;
      waiting.delete(timer);
      act();
    }
  });
}

/** @param {number} value */
const weight = (value) => ({ kind: "weight", criterion: "rail", value });

test("the first event goes at once, the next after the answer, and only the last position of what moves", () =>
  withClock((queue, sent, wait) => {
    for (const value of [1, 2, 3]) queue.push(weight(value), true);
    assert.deepEqual(sent.map(({ value }) => value), [1]);
    queue.answer(1);
    wait(80);
    assert.deepEqual(sent.map(({ value, number }) => [value, number]), [[1, 1], [3, 2]]);
    assert.ok(queue.isPending);
    queue.answer(2);
    assert.ok(!queue.isPending);
  }));

test("without an answer the next event goes after a while, and what is lost no longer counts", () =>
  withClock((queue, sent, wait) => {
    queue.push(weight(1), true);
    queue.push({ kind: "reset" }, true);
    wait(1499);
    assert.equal(sent.length, 1);
    wait(1);
    assert.equal(sent.length, 2);
    assert.ok(queue.isPending);
    wait(6000);
    assert.ok(!queue.isPending);
  }));

test("each lock is an event of its own", () =>
  withClock((queue, sent, wait) => {
    for (let k = 0; k < 3; k++) queue.push({ kind: "lock", criterion: "rail" }, false);
    for (let k = 1; k <= 3; k++) {
      queue.answer(k);
      wait(80);
    }
    assert.equal(sent.length, 3);
  }));

test("an answer that is overtaken changes nothing", () =>
  withClock((queue, sent, wait) => {
    queue.answer(5);
    queue.answer(3);
    queue.push(weight(1), true);
    assert.equal(sent[0].number, 6);
    wait(0);
  }));
