// @ts-check
/* Events on their way to the server: one at a time, so that it draws each and is never overrun. */

const FRAME_MS = 80; // at least between two events
const PATIENCE_MS = 1500; // without an answer the next event goes all the same
const LOST_MS = 6000; // without an answer what was sent no longer counts

/** What tells the time and waits: the browser's own, or a test's. */
const CLOCK = {
  now: () => performance.now(),
  wait: (/** @type {() => void} */ act, /** @type {number} */ ms) => Number(setTimeout(act, ms)),
  cancel: (/** @type {number} */ timer) => clearTimeout(timer),
};

/** @typedef {{ kind: string, criterion?: string, value?: unknown }} QueuedEvent */
/** @typedef {QueuedEvent & { number: number }} SentEvent */

export class EventQueue {
  /** @type {QueuedEvent[]} */
  #waiting = [];
  #timer = 0;
  #number = 0; // of the last event that was sent
  #answered = 0; // of the last event that the server has taken
  #sentAt = -Infinity;
  #restUntil = -Infinity; // the last event waits whether another one replaces it
  #clock;
  /** @type {(event: SentEvent) => void} */
  send = () => {};

  constructor(clock = CLOCK) {
    this.#clock = clock;
  }

  /** Whether the server has not answered yet to what was done. */
  get isPending() {
    const unanswered = this.#answered < this.#number && this.#clock.now() < this.#sentAt + LOST_MS;
    return this.#waiting.length > 0 || unanswered;
  }

  /** Take note of an answer, which may be older than another one.
   *
   * @param {number} number
   */
  answer(number) {
    this.#answered = Math.max(this.#answered, number);
    this.#flush();
  }

  /** Send an event in its turn; of one thing that moves only the last position waits.
   *
   * @param {QueuedEvent} event
   * @param {boolean} replaces whether an event of the same kind that waits is out of date
   * @param {number} [rest] milliseconds without another event, and only then it goes
   */
  push(event, replaces, rest = 0) {
    const last = this.#waiting.at(-1);
    if (replaces && last?.kind === event.kind && last.criterion === event.criterion) this.#waiting.pop();
    this.#waiting.push(event);
    this.#restUntil = rest ? this.#clock.now() + rest : -Infinity;
    this.#flush();
  }

  #flush() {
    this.#clock.cancel(this.#timer);
    const now = this.#clock.now();
    const free = this.#sentAt + (this.#answered >= this.#number ? FRAME_MS : PATIENCE_MS);
    const due = Math.max(free, this.#restUntil);
    if (!this.#waiting.length) return;
    if (now < due) {
      this.#timer = this.#clock.wait(() => this.#flush(), due - now);
      return;
    }
    const event = /** @type {QueuedEvent} */ (this.#waiting.shift());
    this.#number = Math.max(this.#number, this.#answered) + 1;
    this.#sentAt = now;
    this.send({ number: this.#number, ...event });
  }
}
