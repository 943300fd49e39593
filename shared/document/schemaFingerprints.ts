/**
 * What each release of the body's schema was, as a fingerprint: lines are added, never changed. A page of one release
 * deletes for everybody what it does not know of another's, so a changed schema without a new version must not pass.
 */
export const SCHEMA_FINGERPRINTS: { readonly [version: number]: string } = {
  1: '3f677784a245a25b',
}
