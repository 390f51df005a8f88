import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { notSupported } from '../kernel/errors';
import { validationError } from './errors';
import { MAX_ALARM_RULE_ELEMENTS } from './limits';

/** The rule of a composite alarm, parsed. */
export interface AlarmRule {
  /** The names or ARNs it mentions, each once, in their order. */
  readonly alarms: readonly string[];
  /** Whether the rule holds, given the states of the alarms it mentions. */
  holds(stateOf: (alarm: string) => StateValue): boolean;
}

type Node = AlarmRule['holds'];

const STATES: readonly StateValue[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

const TOKEN =
  /\s*(?:(?<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^()"]+?))\s*\)|(?<word>[A-Za-z_]+)|(?<paren>[()]))/y;

interface Token {
  readonly text: string;
  /** Where it begins in the rule, from 0. */
  readonly at: number;
  readonly test?: Node;
}

/**
 * Parses `ALARM("a") AND NOT (OK(b) OR TRUE)`. NOT binds tighter than AND, AND tighter than OR.
 * Documented: API_PutCompositeAlarm, AlarmRule. Assumed: the wording of a rule that ends too early or is too long.
 *
 * @throws ValidationException
 */
export function parseAlarmRule(text: string, operation: string): AlarmRule {
  const alarms = new Set<string>();
  const tokens = tokenize(text, alarms, operation);
  if (tokens.length > MAX_ALARM_RULE_ELEMENTS)
    throw unreadable(`More than ${MAX_ALARM_RULE_ELEMENTS} elements`);
  const parser = new RuleParser(tokens);
  return { alarms: [...alarms], holds: parser.parse() };
}

function tokenize(text: string, alarms: Set<string>, operation: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match?.groups === undefined) {
      const rest = text.slice(from).trimStart();
      throw unsupported(rest.charAt(0), text.length - rest.length);
    }
    const { groups } = match;
    const at = TOKEN.lastIndex - match[0].trimStart().length;
    const { state, quoted, bare = '', word, paren = '' } = groups;
    if (word === 'AT_LEAST') throw notSupported(operation, 'AT_LEAST in an AlarmRule');
    if (state === undefined) {
      tokens.push({ text: word ?? paren, at });
      continue;
    }
    const alarm = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare;
    const wanted = STATES.find((value) => value === state);
    alarms.add(alarm);
    tokens.push({ text: state, at, test: (stateOf) => stateOf(alarm) === wanted });
  }
  return tokens;
}

class RuleParser {
  #at = 0;

  constructor(readonly tokens: readonly Token[]) {}

  parse(): Node {
    const node = this.#or();
    if (this.#at < this.tokens.length) throw this.#unexpected();
    return node;
  }

  #or(): Node {
    let left = this.#and();
    while (this.#take('OR')) {
      const [a, b] = [left, this.#and()];
      left = (stateOf) => a(stateOf) || b(stateOf);
    }
    return left;
  }

  #and(): Node {
    let left = this.#not();
    while (this.#take('AND')) {
      const [a, b] = [left, this.#not()];
      left = (stateOf) => a(stateOf) && b(stateOf);
    }
    return left;
  }

  #not(): Node {
    if (this.#take('NOT')) {
      const inner = this.#not();
      return (stateOf) => !inner(stateOf);
    }
    if (this.#take('(')) {
      const inner = this.#or();
      if (!this.#take(')')) throw this.#unexpected();
      return inner;
    }
    if (this.#take('TRUE')) return () => true;
    if (this.#take('FALSE')) return () => false;
    const test = this.tokens[this.#at]?.test;
    if (test === undefined) throw this.#unexpected();
    this.#at++;
    return test;
  }

  #take(text: string): boolean {
    const matches = this.tokens[this.#at]?.text === text;
    if (matches) this.#at++;
    return matches;
  }

  #unexpected(): Error {
    const token = this.tokens[this.#at];
    return token === undefined ? unreadable('Unexpected end of rule') : unsupported(token.text, token.at);
  }
}

/** Captured: `Error in AlarmRule [Unsupported token ')' at char 1]` (aws-cdk issue 34662). */
function unsupported(token: string, at: number): Error {
  return unreadable(`Unsupported token '${token}' at char ${at}`);
}

function unreadable(why: string): Error {
  return validationError(`Error in AlarmRule [${why}]`);
}
