/**
 * `mocha --require aws-fakes/register`: loaded before any code under test, so that what such code takes at load (`setTimeout`,
 * `Date`, `performance.now`, `node:timers/promises`, `randomUUID`) is under the control of worlds that are made later.
 */
import { installDispatchers } from './kernel/dispatchers';

installDispatchers();
