/** The cast of every test, by the ids they have in the example policy. */

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
