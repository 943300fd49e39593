/** Unit: UTF-16 code units. What the server takes; kept here too so that no parser is fetched to say so while typing. */
export const LONGEST = {
  callName: 40,
  title: 100,
  personName: 60,
  bodyName: 100,
  shortName: 40,
  loginName: 100,
  versionName: 60,
  alsoPresent: 200,
  basisReason: 200,
} as const
