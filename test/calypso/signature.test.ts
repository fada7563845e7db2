import { describe, expect, it } from 'vitest';
import { sign, verify } from '../../src/calypso/signature.ts';

const secret = 'b823a6b9ea72408583cef9ec8d67fa52';

const vectors = [
  {
    name: 'the documented body',
    body: '{"timestamp":1}',
    bytes: 15,
    hex: 'b16e9d45f49f2069becbc4f108b237bee588cfc353fe9501df103e692acbc68d482a10d34c12bea22fedde7e28e1b8e57a6a0a373b0e9a27c5257bd8b36e13b9',
  },
  {
    name: 'the same body with white space, which is another one',
    body: JSON.stringify({ timestamp: 1 }, null, 2),
    bytes: 20,
    hex: '1def3cb76cf9ecfa1e8b2f79824ef0c02841fb884274bdcb7953d6da0c2cdbc681bd8a13230aefd3788137b22d0592f7175280c9fc3050f99f0ded8e913c7457',
  },
  {
    name: 'a body that is not ASCII',
    body: '{"timestamp":1743110400000,"account":"0xc195df92dd9db2a8f28e597981f113d6e7582f8b","payload":{"currency":"USDT_TRX","amount":12.5,"depositAddress":"TXYZexample","comment":"Rückzahlung №7","idempotencyKey":"3fa85f64-5717-4562-b3fc-2c963f66afa6"}}',
    bytes: 247,
    hex: 'f93cb8d48714d77d65317d107e9000d5f3f3ef4ce7fc54d6e6f6e4bbadec84663db3851ed77c40bafc8fb45a71a75ef59ecdee9bb7d61c94b317aa60fd08bb14',
  },
  {
    name: 'a webhook body',
    body: '{"requestId":"bf9348b7-2c14-46d7-868c-b597852da319","id":74146,"createdDate":"2022-10-10T11:54:52.191723","level":"SUCCESS","service":"PAYOUT","eventType":"PAYOUT_CHANGE_STATUS","data":{"hash":null,"type":"PAYOUT_CHANGE_STATUS","currency":"USDT","createdDate":"2022-10-06T15:54:23.925926","payoutStatus":"COMPLETED","idempotencyKey":"e318f10d-d470-4605-898f-680be65a5380","parentExternalId":"b5d7778c-6cf2-43fa-86eb-c5efbb89cb0a"}}',
    bytes: 431,
    hex: '6ded8d8461fe447beb58df0dde8d240551262fd76ff5d901bf86a006cb919a14615447bdd9a9e8518bc521eb2a1471b2cbf2d25a47aa1343a5c1b76700ca2cf1',
  },
];

describe('a signature', () => {
  it.each(vectors)('is right for $name', ({ body, bytes, hex }) => {
    const exact = Buffer.from(body, 'utf8');
    expect(exact).toHaveLength(bytes);
    expect(sign(secret, exact)).toBe(hex);
    expect(verify(secret, exact, hex)).toBe(true);
  });

  it('may come in capitals', () => {
    const body = Buffer.from('{"timestamp":1}');
    expect(verify(secret, body, sign(secret, body).toUpperCase())).toBe(true);
  });

  it('is wrong with one bit changed in the body, the secret or itself', () => {
    const body = Buffer.from('{"timestamp":1}');
    const right = sign(secret, body);
    const changed = (right.startsWith('0') ? '1' : '0') + right.slice(1);
    expect(verify(secret, Buffer.from('{"timestamp":2}'), right)).toBe(false);
    expect(verify(secret.replace('b', 'c'), body, right)).toBe(false);
    expect(verify(secret, body, changed)).toBe(false);
  });

  it.each(['', 'b16e', 'z'.repeat(128)])('is wrong, not an error, when it is "%s"', (text) => {
    expect(verify(secret, Buffer.from('{}'), text)).toBe(false);
  });

  it('is wrong with anything before or after its 128 digits', () => {
    const body = Buffer.from('{}');
    const right = sign(secret, body);
    for (const text of [`${right}0`, `0${right}`, `${right}\n`, ` ${right}`, `${right}00`])
      expect(verify(secret, body, text)).toBe(false);
  });
});
