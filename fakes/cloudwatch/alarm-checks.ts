import type { PutCompositeAlarmInput, PutMetricAlarmInput, Tag } from '@aws-sdk/client-cloudwatch';
import { constraintError, invalidParameterValue, validationError } from './errors';
import { given } from '../kernel/given';
import {
  MAX_ACTIONS_PER_STATE,
  MAX_ALARM_DESCRIPTION_LENGTH,
  MAX_ALARM_NAME_LENGTH,
  MAX_TAGS,
} from './limits';

/** What metric alarms and composite alarms have in common. @throws ValidationException */
export function checkAlarmBasics(input: PutMetricAlarmInput | PutCompositeAlarmInput): void {
  checkAlarmName(given(input.AlarmName), 'alarmName');
  checkLength(input.AlarmDescription ?? '', 'alarmDescription', 0, MAX_ALARM_DESCRIPTION_LENGTH);
  const lists = {
    oKActions: input.OKActions,
    alarmActions: input.AlarmActions,
    insufficientDataActions: input.InsufficientDataActions,
  };
  for (const [member, actions = []] of Object.entries(lists)) {
    if (actions.length > MAX_ACTIONS_PER_STATE) {
      const constraint = `Member must have length less than or equal to ${MAX_ACTIONS_PER_STATE}`;
      throw constraintError(`[${actions.join(', ')}]`, member, constraint);
    }
  }
  checkTags(input.Tags ?? []);
}

/** Documented: API_PutMetricAlarm, 1 to 255 characters, no control characters. */
export function checkAlarmName(name: string, member: string): void {
  checkLength(name, member, 1, MAX_ALARM_NAME_LENGTH);
  if (/\p{Cc}/u.test(name)) throw validationError('AlarmName must not contain ASCII control characters');
}

/** One of the model's limits on a text's length. @throws ValidationException */
export function checkLength(text: string, member: string, least: number, most: number): void {
  if (text.length < least) {
    throw constraintError(text, member, `Member must have length greater than or equal to ${least}`);
  }
  if (text.length > most) {
    throw constraintError(text, member, `Member must have length less than or equal to ${most}`);
  }
}

/** A number of items to a page. @throws ValidationException */
export function checkMaxRecords(count: number | undefined, most: number): void {
  if (count === undefined) return;
  if (count < 1)
    throw constraintError(count, 'maxRecords', 'Member must have value greater than or equal to 1');
  if (count > most)
    throw constraintError(count, 'maxRecords', `Member must have value less than or equal to ${most}`);
}

/** A value of an enumeration. @throws ValidationException with the values the service knows. */
export function checkEnum(value: string | undefined, member: string, values: readonly string[]): void {
  if (value === undefined || values.includes(value)) return;
  throw constraintError(value, member, `Member must satisfy enum value set: [${values.join(', ')}]`);
}

/**
 * Documented: API_Tag and API_TagResource: keys of 1 to 128, values of at most 256 characters, 50 tags, no `aws:`.
 * Assumed: the wordings of the last two.
 *
 * @throws ValidationException, InvalidParameterValueException
 */
export function checkTags(tags: readonly Tag[]): void {
  for (const [i, { Key, Value }] of tags.entries()) {
    const path = `tags.${i + 1}.member`;
    checkLength(present(Key, `${path}.key`), `${path}.key`, 1, 128);
    checkLength(present(Value, `${path}.value`), `${path}.value`, 0, 256);
    if (/^aws:/i.test(given(Key))) throw invalidParameterValue('Tag keys must not begin with aws:');
  }
  checkTagCount(new Set(tags.map(({ Key }) => Key)).size);
}

function present(text: string | undefined, member: string): string {
  if (text === undefined) throw constraintError(undefined, member, 'Member must not be null');
  return text;
}

/** @throws InvalidParameterValueException above 50. */
export function checkTagCount(count: number): void {
  if (count > MAX_TAGS) throw invalidParameterValue(`A resource can have at most ${MAX_TAGS} tags`);
}

/** Tags as they are stored. */
export function toTags(tags: readonly Tag[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [given(Key), given(Value)]));
}
