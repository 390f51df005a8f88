import * as v from 'valibot';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment lacks something the Lambda needs, or says something it cannot mean. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** A variable that must be set to something. */
export const required = v.pipe(
  v.string('is not set'),
  v.check((text) => text.trim() !== '', 'is empty'),
);

/** "true" or "false" in any case. */
export const flag = (fallback: boolean) =>
  v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.toLowerCase()),
      v.picklist(['true', 'false'], 'is neither "true" nor "false"'),
      v.transform((text) => text === 'true'),
    ),
    String(fallback),
  );

/** A number of at least `least`. */
export const atLeast = (least: number, fallback: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => (text.trim() === '' ? Number.NaN : Number(text))),
      v.check((value) => Number.isFinite(value) && value >= least, `is not a number of at least ${least}`),
    ),
    String(fallback),
  );

const level = v.picklist(['DEBUG', 'INFO', 'WARN', 'ERROR'], 'is none of DEBUG, INFO, WARN, ERROR');

/** Variables both Lambdas read. */
export const sharedVariables = {
  LOG_LEVEL: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.toUpperCase()),
      level,
    ),
    'INFO',
  ),
  ENABLE_METRICS: flag(true),
  METRICS_MODE: v.optional(v.picklist(['emf', 'put'], 'is neither "emf" nor "put"'), 'emf'),
  METRICS_NAMESPACE: v.optional(required, 'EmbeddingWorkflow'),
};

/**
 * Reads the environment once, at the first call.
 * @throws ConfigurationError naming every variable that is wrong, and how.
 */
export function readEnvironment<Entries extends v.ObjectEntries>(
  entries: Entries,
  env: Environment,
): v.InferOutput<v.ObjectSchema<Entries, undefined>> {
  const result = v.safeParse(v.object(entries), env);
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => {
    const name = v.getDotPath(issue) ?? 'environment';
    return Object.hasOwn(env, name) ? `${name} ${issue.message}` : `${name} is not set`;
  });
  throw new ConfigurationError(`Configuration: ${problems.join('; ')}.`);
}
