/** Which PostgreSQL may be reached how: to another machine never in the clear. */
import { describe, expect, it } from 'vitest';
import { postgresFlaw, strictUrl } from '../../../src/approvals/ledger/postgres-url.ts';

const password = 'hunter2-of-the-desk';
const url = (host: string, options = '') => `postgres://desk:${password}@${host}/ledger${options}`;

describe('D12: PostgreSQL', () => {
  it.each(['localhost', '127.0.0.1:5433', '127.1.2.3', '[::1]:5432'])(
    'on this machine (%s) needs no TLS',
    (host) => {
      expect(postgresFlaw(url(host))).toBeUndefined();
    },
  );

  it.each([
    url('%2Fvar%2Frun%2Fpostgresql'),
    'postgres://desk@localhost/ledger?host=/var/run/postgresql',
    'postgres:///ledger',
  ])('behind a socket of this machine needs no TLS: %s', (text) => {
    expect(postgresFlaw(text)).toBeUndefined();
  });

  it.each([
    '?sslmode=require',
    '?sslmode=verify-ca',
    '?sslmode=verify-full',
    '?sslmode=prefer',
    '?ssl=true',
  ])('elsewhere may be asked with %s', (options) => {
    expect(postgresFlaw(url('db.example.com', options))).toBeUndefined();
  });

  it.each([
    ['db.example.com', '', 'must use TLS'],
    ['10.0.0.7', '', 'must use TLS'],
    ['db', '?sslmode=disable', 'must use TLS'],
    ['db', '?ssl=false', 'must use TLS'],
    ['db', '?ssl=0', 'must use TLS'],
    ['localhost.example.com', '', 'must use TLS'],
    ['localhost', '?host=db.example.com', 'must use TLS'],
    ['db', '?sslmode=no-verify', 'must check the certificate'],
    ['db', '?uselibpqcompat=true&sslmode=require', 'must check the certificate'],
    ['db', '?uselibpqcompat=true&sslmode=prefer', 'must check the certificate'],
  ])('at %s%s is refused with the rule and the way out', (host, options, rule) => {
    const flaw = postgresFlaw(url(host, options));
    expect(flaw).toContain(rule);
    expect(flaw).toContain('Add sslmode=verify-full');
    expect(flaw).not.toContain(password);
  });

  it('with a certificate that is not there is refused before anything is sent', () => {
    const options = '?sslmode=verify-full&sslrootcert=/nowhere/ca.pem';
    expect(postgresFlaw(url('db', options))).toContain('names a file for TLS that is not there');
  });

  it('is asked for TLS with the certificate checked, whichever of the words was used', () => {
    for (const mode of ['prefer', 'require', 'verify-ca', 'verify-full'])
      expect(strictUrl(url('db', `?sslmode=${mode}`))).toContain('sslmode=verify-full');
    expect(strictUrl(url('db', '?uselibpqcompat=true&sslmode=require'))).toContain('=require');
  });

  it('at an address that cannot be read is refused without repeating it', () => {
    expect(postgresFlaw(url('db:port'))).toBe(
      'is a PostgreSQL address that cannot be read. Check its user, password, host and options.',
    );
  });
});
