/** The kinds of attribute values the Lambdas read, as both stream images and SDK items carry them. */
export interface Attribute {
  readonly S?: string | undefined;
  readonly N?: string | undefined;
  readonly NULL?: boolean | undefined;
}
/** An item or an image of one. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** An attribute has another type than the entity prescribes. */
export class AttributeTypeError extends Error {
  override readonly name = 'AttributeTypeError';
}

/**
 * A string attribute; null when it is absent or NULL.
 * @throws AttributeTypeError for any other type.
 */
export function stringAttribute(item: Attributes, name: string): string | null {
  const value = Object.hasOwn(item, name) ? item[name] : undefined;
  if (value === undefined || value.NULL === true) return null;
  if (value.S === undefined) throw new AttributeTypeError(`${name} is not a string`);
  return value.S;
}

/**
 * A string attribute that must be there.
 * @throws AttributeTypeError when it is absent, NULL or of another type.
 */
export function requiredString(item: Attributes, name: string): string {
  const value = stringAttribute(item, name);
  if (value === null) throw new AttributeTypeError(`${name} is missing`);
  return value;
}

/**
 * A number attribute that must be there.
 * @throws AttributeTypeError when it is absent, NULL or of another type.
 */
export function requiredNumber(item: Attributes, name: string): number {
  const value = numberAttribute(item, name);
  if (value === null) throw new AttributeTypeError(`${name} is missing`);
  return value;
}

/**
 * A number attribute; null when it is absent or NULL.
 * @throws AttributeTypeError for any other type.
 */
export function numberAttribute(item: Attributes, name: string): number | null {
  const value = Object.hasOwn(item, name) ? item[name] : undefined;
  if (value === undefined || value.NULL === true) return null;
  if (value.N === undefined) throw new AttributeTypeError(`${name} is not a number`);
  return Number(value.N);
}
