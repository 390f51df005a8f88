import { errorMessage, errorName } from './errors';

/** From the least to the most important. */
export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
/** Fields of a line beside its message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** One JSON object per line. Logging never fails: what cannot be written is lost. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** An ERROR line with the error's name, message and stack. */
  exception(message: string, error: unknown, fields?: LogFields): void;
  /** A logger whose lines carry these fields as well. */
  child(fields: LogFields): Logger;
}

/** What lines are written, where, and what they all carry. */
export interface LoggerOptions {
  readonly level: LogLevel;
  readonly now: () => number;
  readonly write: (line: string) => void;
  /** On every line: logger, correlation_id, aws_request_id, trace_id. */
  readonly fields: LogFields;
}

const RANK: Readonly<Record<LogLevel, number>> = { DEBUG: 0, INFO: 1, WARN: 2, ERROR: 3 };

/** A logger for one invocation. */
export function createLogger(options: LoggerOptions): Logger {
  const log = (level: LogLevel, message: string, fields: LogFields = {}): void => {
    if (RANK[level] < RANK[options.level]) return;
    try {
      const timestamp = new Date(options.now()).toISOString();
      options.write(JSON.stringify({ timestamp, level, message, ...options.fields, ...fields }));
    } catch {
      // A value that JSON cannot carry or a closed stream must not break the batch.
    }
  };
  return {
    debug: (message, fields) => log('DEBUG', message, fields),
    info: (message, fields) => log('INFO', message, fields),
    warn: (message, fields) => log('WARN', message, fields),
    error: (message, fields) => log('ERROR', message, fields),
    exception: (message, error, fields = {}) =>
      log('ERROR', message, {
        ...fields,
        exception: {
          name: errorName(error),
          message: errorMessage(error),
          ...(error instanceof Error ? { stack: error.stack } : {}),
        },
      }),
    child: (fields) => createLogger({ ...options, fields: { ...options.fields, ...fields } }),
  };
}
