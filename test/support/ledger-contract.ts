/**
 * What every ledger must do, whatever database is below it: run on SQLite and on PostgreSQL.
 * Each test gets an empty database of its own.
 */
import { describe } from 'vitest';
import { aBench } from './ledger-bench.ts';
import { appendContract } from './ledger-contract-append.ts';
import { chainContract } from './ledger-contract-chain.ts';
import { hostContract } from './ledger-contract-host.ts';
import { lookUpContract } from './ledger-contract-look-up.ts';
import { alertsContract, inboxContract, othersContract } from './ledger-contract-others.ts';
import { outboxContract } from './ledger-contract-outbox.ts';
import { projectionsContract } from './ledger-contract-projections.ts';
import type { FreshLedger } from './ledgers.ts';

export function ledgerContract(name: string, fresh: () => Promise<FreshLedger>): void {
  describe(`a ledger on ${name}`, () => {
    const bench = aBench(fresh);
    describe('an append', () => appendContract(bench));
    describe('the chain', () => chainContract(bench));
    describe('a request', () => lookUpContract(bench));
    describe('the projections', () => projectionsContract(bench));
    describe('the outbox', () => outboxContract(bench));
    describe('an alert', () => alertsContract(bench));
    describe('what comes in', () => inboxContract(bench));
    describe('for the process, it', () => hostContract(bench));
    describe('for the rest, it', () => othersContract(bench));
  });
}
