import { expect } from 'chai';
import { httpRequest, queryValue } from '../../../fakes/s3/presigned/http-request';

describe('httpRequest', () => {
  it('is what fetch would send', async () => {
    const request = await httpRequest('https://h/p%20q?a=1+1&b&c=%2B&a=2', {
      method: 'put',
      body: 'x',
      headers: { 'X-Y': 'z' },
    });
    expect(request.method).to.equal('PUT');
    expect(request.url.pathname).to.equal('/p%20q');
    expect(request.query).to.deep.equal([
      ['a', '1+1'],
      ['b', ''],
      ['c', '+'],
      ['a', '2'],
    ]);
    expect([...request.headers]).to.deep.equal([
      ['content-type', 'text/plain;charset=UTF-8'],
      ['x-y', 'z'],
    ]);
    expect(Buffer.from(request.body).toString()).to.equal('x');
    expect([queryValue(request, 'a'), queryValue(request, 'b'), queryValue(request, 'd')]).to.deep.equal([
      '1+1',
      '',
      undefined,
    ]);
  });

  it('may be bare', async () => {
    const request = await httpRequest(new URL('https://h/'), undefined);
    expect([request.method, request.query, request.body.byteLength]).to.deep.equal(['GET', [], 0]);
  });
});
