import { FOR_EVER, type Effect, type FaultRule } from './faults';

/** A rule in words, for messages: `S3.PutObject {"Bucket":"b"}: throttled, 2 times`. */
export function describeRule(rule: FaultRule): string {
  const under = rule.keyPrefix === undefined ? '' : ` under ${rule.keyPrefix}`;
  const where = `${rule.service}.${rule.operation}${rule.input === undefined ? '' : ` ${JSON.stringify(rule.input)}`}${under}`;
  const count = rule.times >= FOR_EVER ? 'always' : `${rule.times} ${rule.times === 1 ? 'time' : 'times'}`;
  return `${where}: ${describeEffect(rule.effect)}, ${count}${rule.level === 'operation' ? ', whole operation' : ''}`;
}

export function describeEffect(effect: Effect): string {
  const applied = 'applied' in effect && effect.applied ? ' (work done, answer lost)' : '';
  switch (effect.kind) {
    case 'service':
    case 'transport':
      return `${effect.fault}${applied}`;
    case 'error':
      return `${effect.name}${effect.after200 === true ? ' after status 200' : ''}${applied}`;
    case 'damaged':
      return 'answer damaged (work done)';
    case 'body':
      return `body ${effect.how}`;
    case 'delay':
      return `delayed ${effect.ms} ms`;
    case 'never':
      return `never answers${applied}`;
    case 'crash':
      return effect.applied ? 'crash after the call' : 'crash before the call';
    case 'advice':
      return JSON.stringify(effect.advice);
  }
}
