import { FakeMisuse } from './errors';

/** The argument of a method, checked. @throws FakeMisuse */
export function wholeNumber(name: string, value: number, least: number): number {
  if (!Number.isInteger(value) || value < least)
    throw new FakeMisuse(`${name}(${value}): give a whole number of at least ${least}.`);
  return value;
}
