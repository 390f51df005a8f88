import type { Context } from '../kernel/operation';
import { invalidParameter, limitExceeded, nameAndArn, notFound, patternError } from './errors';
import { parseFilterPattern, type FilterPattern } from './filter-pattern';
import { MAX_NAME_LENGTH, MAX_REGEX_FILTERS } from './limits';
import { groupRange, type LogGroup, type LogsState, type LogStream } from './state';

export type LogsContext = Context<LogsState>;

/** Captured: the pattern as AWS quotes it. */
const GROUP_NAME = /^[.\-_/#A-Za-z0-9]+$/;
const GROUP_NAME_TEXT = String.raw`[\.\-_/#A-Za-z0-9]+`;
const STREAM_NAME = /^[^:*]*$/;
const STREAM_NAME_TEXT = '[^:*]*';

/** The constraints of the service's model that a request breaks, in the words all of AWS's frameworks use. */
export interface Constraints {
  broken(value: string | number | undefined, member: string, constraint: string): void;
  /** A text of so many characters. */
  length(value: string | undefined, member: string, least: number, most: number): void;
  /** A number within these bounds. */
  range(value: number | undefined, member: string, least: number, most: number): void;
  oneOf(value: string | number | undefined, member: string, values: readonly (string | number)[]): void;
  /** @throws InvalidParameterException with all of them. Captured: the wording of one. */
  throwIfAny(): void;
}

export function createConstraints(): Constraints {
  const found: string[] = [];
  const broken = (value: string | number | undefined, member: string, constraint: string): void => {
    const shown = value === undefined ? 'null' : `'${value}'`;
    found.push(`Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`);
  };
  return {
    broken,
    length(value, member, least, most) {
      if (value === undefined) return;
      const size = value.length;
      if (size < least) broken(value, member, `Member must have length greater than or equal to ${least}`);
      if (size > most) broken(value, member, `Member must have length less than or equal to ${most}`);
    },
    range(value, member, least, most) {
      if (value === undefined) return;
      if (!(value >= least))
        broken(value, member, `Member must have value greater than or equal to ${least}`);
      if (value > most) broken(value, member, `Member must have value less than or equal to ${most}`);
    },
    oneOf(value, member, values) {
      if (value !== undefined && !values.includes(value))
        broken(value, member, `Member must satisfy enum value set: [${values.join(', ')}]`);
    },
    throwIfAny() {
      if (found.length === 0) return;
      const count = `${found.length} validation error${found.length === 1 ? '' : 's'} detected`;
      throw invalidParameter(`${count}: ${found.join('; ')}`);
    },
  };
}

/** @throws InvalidParameterException */
export function checkGroupName(name: string, member = 'logGroupName'): void {
  checkName(name, member, GROUP_NAME, GROUP_NAME_TEXT);
}

/** @throws InvalidParameterException */
export function checkStreamName(name: string, member = 'logStreamName'): void {
  checkName(name, member, STREAM_NAME, STREAM_NAME_TEXT);
}

function checkName(name: string, member: string, pattern: RegExp, text: string): void {
  // Captured: AWS's own words for names that are too long.
  if (name.length > MAX_NAME_LENGTH)
    throw invalidParameter(
      `Invalid LogGroup or LogStream, both must have length less than or equal to ${MAX_NAME_LENGTH}.`,
    );
  const constraints = createConstraints();
  if (!pattern.test(name))
    constraints.broken(name, member, `Member must satisfy regular expression pattern: ${text}`);
  constraints.length(name, member, 1, MAX_NAME_LENGTH);
  constraints.throwIfAny();
}

/** @throws InvalidParameterException, ResourceNotFoundException */
export function requireGroup({ state, region }: LogsContext, name: string): LogGroup {
  checkGroupName(name);
  const group = state.groups.get([region, name]);
  if (group === undefined) throw notFound('log group');
  return group;
}

/** @throws InvalidParameterException, ResourceNotFoundException */
export function requireStream(context: LogsContext, group: LogGroup, name: string): LogStream {
  checkStreamName(name);
  const stream = context.state.streams.get([context.region, group.name, name]);
  if (stream === undefined) throw notFound('log stream');
  return stream;
}

/** Which group an operation means that takes a name or an identifier. */
export interface GroupReference {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/**
 * The group by its name, or by an identifier: its name or its ARN.
 *
 * @throws ValidationException for both. Assumed: InvalidParameterException for none, and its words.
 * @throws ResourceNotFoundException
 */
export function referredGroup(
  context: LogsContext,
  { logGroupName, logGroupIdentifier }: GroupReference,
): LogGroup {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) throw nameAndArn();
  if (logGroupIdentifier === undefined) {
    if (logGroupName === undefined)
      throw invalidParameter('Either logGroupName or logGroupIdentifier must be specified.');
    return requireGroup(context, logGroupName);
  }
  const { region, accountId } = context;
  const prefix = `arn:aws:logs:${region}:${accountId}:log-group:`;
  if (!logGroupIdentifier.startsWith('arn:')) return requireGroup(context, logGroupIdentifier);
  if (!logGroupIdentifier.startsWith(prefix)) throw notFound('log group');
  return requireGroup(context, logGroupIdentifier.slice(prefix.length).replace(/:\*$/, ''));
}

/** The ARN without `:*`, by which tags and identifiers go. */
export function groupArn({ arn }: LogGroup): string {
  return arn.slice(0, -2);
}

/** The pattern of a request. @throws InvalidParameterException */
export function requirePattern({ operation }: LogsContext, text: string): FilterPattern {
  try {
    return parseFilterPattern(text);
  } catch (error) {
    throw patternError(error, operation);
  }
}

/**
 * A filter that is about to be put into a group: metric filters and subscription filters together have few patterns with
 * regular expressions. Assumed: the error.
 *
 * @throws LimitExceededException
 */
export function checkRegexQuota(
  { state, region }: LogsContext,
  group: LogGroup,
  filter: { readonly name: string; readonly pattern: FilterPattern; readonly isMetric: boolean },
): void {
  if (!filter.pattern.hasRegex) return;
  let count = 0;
  for (const [filters, isMetric] of [
    [state.metricFilters, true],
    [state.subscriptionFilters, false],
  ] as const) {
    for (const [key, { pattern }] of filters.entries(groupRange(region, group.name))) {
      const isReplaced = isMetric === filter.isMetric && key[2] === filter.name;
      if (!isReplaced && parseFilterPattern(pattern).hasRegex) count++;
    }
  }
  if (count >= MAX_REGEX_FILTERS) throw limitExceeded();
}
