import { Logger as PowertoolsLogger, type LogItem } from '@aws-lambda-powertools/logger';

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
  /** An ERROR line with the error's name, message, stack and causes. */
  exception(message: string, error: unknown, fields?: LogFields): void;
}

/** What lines are written, where, and what they all carry. */
export interface LoggerOptions {
  /** Name of the Lambda. */
  readonly service: string;
  readonly level: LogLevel;
  readonly correlationId: string;
  readonly write: (line: string) => void;
  /** On every line: aws_request_id, trace_id. What is undefined is left out. */
  readonly fields: LogFields;
}

/** Powertools' logger, whose lines go where the runtime says. */
class LineLogger extends PowertoolsLogger {
  readonly #write: (line: string) => void;

  constructor({ service, level, correlationId, write, fields }: LoggerOptions) {
    super({ serviceName: service, logLevel: level, persistentKeys: { ...fields } });
    this.#write = write;
    this.setCorrelationId(correlationId);
  }

  protected override printLog(_level: number, item: LogItem): void {
    try {
      item.prepareForPrint();
      this.#write(JSON.stringify(item.getAttributes(), this.getJsonReplacer()));
    } catch {
      // A value that JSON cannot carry or a closed stream must not break the batch.
    }
  }
}

/** A logger for one invocation. */
export function createLogger(options: LoggerOptions): Logger {
  const logger = new LineLogger(options);
  return {
    debug: (message, fields = {}) => logger.debug(message, { ...fields }),
    info: (message, fields = {}) => logger.info(message, { ...fields }),
    warn: (message, fields = {}) => logger.warn(message, { ...fields }),
    error: (message, fields = {}) => logger.error(message, { ...fields }),
    exception: (message, error, fields = {}) => {
      const exception = error instanceof Error ? error : { name: 'UnknownError', message: String(error) };
      logger.error(message, { ...fields, exception });
    },
  };
}
