import { expect } from 'chai';
import { amzDate, signatureOutOfTime } from '../../fakes/kernel/signing-time';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000);

describe('kernel/signing-time', () => {
  it('writes times as requests do', () => expect(amzDate(at(61))).to.equal('20260101T010100Z'));

  it('says how late a signature came', () =>
    expect(signatureOutOfTime(at(0), at(10), 300_000)).to.equal(
      'Signature expired: 20260101T000000Z is now earlier than 20260101T000500Z (20260101T001000Z - 5 min.)',
    ));

  it('says how early', () =>
    expect(signatureOutOfTime(at(30), at(10), 900_000)).to.equal(
      'Signature not yet current: 20260101T003000Z is still later than 20260101T002500Z (20260101T001000Z + 15 min.)',
    ));
});
