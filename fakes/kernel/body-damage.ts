/** What happens to the body of an answer on its way: the call itself succeeds. */
export interface BodyDamage {
  /** Cut off (the connection breaks), a bit flipped, or never continued. */
  readonly how: 'truncated' | 'corrupted' | 'stalled';
  /** After so many bytes; half of them when left out. */
  readonly after?: number;
}

/** After how many of a body's bytes a damage shows. */
export function damagedAt({ after }: BodyDamage, size: number): number {
  return Math.min(after ?? Math.floor(size / 2), size);
}

/** The bytes as they arrive: of a corrupted body, with one bit flipped. */
export function arrivingBytes(bytes: Uint8Array, damage: BodyDamage): Uint8Array {
  const index = Math.min(damagedAt(damage, bytes.byteLength), bytes.byteLength - 1);
  if (damage.how !== 'corrupted' || index < 0) return bytes;
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
  return copy;
}
