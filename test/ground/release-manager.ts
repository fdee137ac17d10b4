/** Who overrides a verdict has to have write permission, and must not be who pushed: in a ground, its owner. */
export const RELEASE_MANAGER = 'release-manager';
export const COLLABORATORS = { [RELEASE_MANAGER]: 'admin' } as const;
