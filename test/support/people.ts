/**
 * The cast of every test: the team by the ids they have in the example policy, and those who are
 * paid by one address for each network they are paid on.
 */

export const alice = 'U0ALICE';
export const dave = 'U0DAVE';
export const bob = 'U0BOB';
export const carol = 'U0CAROL';
export const erin = 'U0ERIN';
export const frank = 'U0FRANK';
export const grace = 'U0GRACE';
export const helen = 'U0HELEN';
/** A guest of the workspace. */
export const pavel = 'U0PAVEL';

export const requesters = [alice, dave];
export const treasury = [bob, carol, erin];
export const directors = [frank, grace];

/** On Tron. */
export const maria = 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE';
export const vera = 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8';
export const ivan = 'TWd4WrZ9wn84f5x1hZhL4DHvk738ns5jwb';
/** On Ethereum. */
export const eve = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
export const olga = '0x40B70F0eee9A1605ef28ac6914f34d3bc80e15cA';
