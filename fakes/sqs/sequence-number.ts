/** Captured: 20 digits, growing, with gaps. Assumed: the first one and the size of the gaps. */
const FIRST = 18_900_000_000_000_000_000n;
const GAP = 256n;

/** The SequenceNumber that a FIFO queue shows for its n-th number. */
export function sequenceNumber(sequence: number): string {
  return String(FIRST + BigInt(sequence) * GAP);
}
