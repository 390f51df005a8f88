export { fakeAws, type FakeAws, type FakeAwsOptions, type Mounted, type RunOutcome } from './aws';
export { FakeDefect, FakeMisuse, NotSupportedByFake } from './kernel/errors';
export type { Clock } from './kernel/clock';
export type { Duration } from './kernel/duration';
export type { FaultApi, FaultConditions, FaultKinds } from './kernel/fault-builder';
export type { FaultPlan } from './kernel/fault-plan';
export type { Advice, Effect, FaultRule } from './kernel/faults';
export type { Journal, JournalEntry, Outcome } from './kernel/journal';
export type { IamApi, IdentityApi, IdentityOptions, PermissionApi, StatedPolicy } from './kernel/policy/iam';
export type { IamAction } from './kernel/policy/permissions';
export type { Latency, LatencyLike } from './kernel/latency';
export type { StandingCondition, StandingEffect } from './kernel/standing';
export type { Share, Standing, StandingApi, StandingOptions } from './kernel/standing-api';
export type { ClientMock } from './plug/plug';
export type { ExploreOptions, ExploreReport, Finished } from './simulation/explore-options';
export { explore, replay } from './simulation/explore';
export { SimulationFailure } from './simulation/explore-options';
export { Nondeterminism } from './simulation/choosers';
export { sweepFaults, type SweepOptions } from './simulation/sweep';
export { describeFaults, type MochaLike } from './simulation/describe-faults';
export type { Simulation, StepTaken } from './simulation/run';
export {
  deadlineRespected,
  everyMessageProcessedOrDeadLettered,
  idempotent,
  InvariantBroken,
  noDanglingReference,
  noDuplicates,
  noLostUpdates,
  unknownOutcomeNotTreatedAsFailure,
  type MessageFates,
} from './simulation/invariants';
