import type { Context } from '../kernel/operation';
import { runLifecycles } from './lifecycle/run';
import { replicateDue } from './replication';
import { reportDueRestores } from './restore-events';
import type { S3State } from './state';
import { applyLateVersioning } from './versioning';

/** Lets everything happen that has fallen due by now: nothing in the state moves by itself. Most worlds have nothing to do. */
export function letDueHappen(context: Pick<Context<S3State>, 'state' | 'ids' | 'region' | 'now'>): void {
  const { configurations, lateVersioning, replications, restores } = context.state;
  if (lateVersioning.size > 0) applyLateVersioning(context);
  if (replications.size > 0) replicateDue(context);
  if (restores.size > 0) reportDueRestores(context);
  if (configurations.lifecycle.size > 0) runLifecycles(context);
}
