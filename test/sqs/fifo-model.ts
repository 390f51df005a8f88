/** A message of the model: nothing but what the order of a FIFO queue depends on. */
interface Queued {
  readonly body: string;
  readonly group: string;
  readonly sequence: number;
  readonly sentAt: number;
  position: number;
  visibleAt: number;
  waiting: boolean;
}

/**
 * The one rule of FIFO delivery, word by word and in no hurry: every message has a position. A new message gets the next
 * one; a message that was received gets a new one at the moment in which it becomes visible again (at the same moment:
 * by sequence). A receive walks the groups whose first message is visible, by the position of that message, and takes
 * messages in sequence until it meets a hidden one.
 */
export class FifoModel {
  #messages: Queued[] = [];
  #numbers = 0;
  now = 0;

  constructor(readonly retentionMs: number) {}

  send(group: string, body: string): void {
    const sequence = ++this.#numbers;
    const visible = { position: ++this.#numbers, visibleAt: this.now, waiting: false };
    this.#messages.push({ body, group, sequence, sentAt: this.now, ...visible });
  }

  receive(most: number, timeoutMs: number): string[] {
    const heads = new Map<string, Queued>();
    for (const message of this.#messages) if (!heads.has(message.group)) heads.set(message.group, message);
    const taken: Queued[] = [];
    const byPosition = [...heads.values()].toSorted((a, b) => a.position - b.position);
    for (const { group } of byPosition) {
      for (const message of this.#messages.filter((one) => one.group === group)) {
        if (message.waiting || taken.length === most) break;
        taken.push(message);
      }
    }
    for (const message of taken) this.#hide(message, timeoutMs);
    return taken.map(({ body }) => body);
  }

  /** The bodies of the messages in flight, oldest first. */
  inFlight(): string[] {
    return this.#messages.filter(({ waiting }) => waiting).map(({ body }) => body);
  }

  remove(body: string): void {
    this.#messages = this.#messages.filter((message) => message.body !== body);
  }

  changeVisibility(body: string, timeoutMs: number): void {
    for (const message of this.#messages) if (message.body === body) this.#hide(message, timeoutMs);
  }

  /** Time passes moment by moment: what becomes visible together is put in place by sequence. */
  advance(ms: number): void {
    for (const end = this.now + ms; this.now < end;) {
      this.now += 1_000;
      this.#messages = this.#messages.filter(({ sentAt }) => sentAt + this.retentionMs > this.now);
      for (const message of this.#messages) {
        if (message.waiting && message.visibleAt <= this.now) this.#show(message);
      }
    }
  }

  #hide(message: Queued, timeoutMs: number): void {
    message.waiting = true;
    message.visibleAt = this.now + timeoutMs;
    if (timeoutMs === 0) this.#show(message);
  }

  #show(message: Queued): void {
    message.waiting = false;
    message.position = ++this.#numbers;
  }
}
