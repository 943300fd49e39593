/** X is a member like D whose organisation is not on the case; each letter before it is the demo's person of that role. */
export type Who = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'X'

/** What one route answers, and to whom. */
export interface Expected {
  /** The note's id is known only when the demo is there. */
  readonly path: string | (() => string)
  readonly body?: unknown
  readonly status: number
  readonly may: readonly Who[]
  /** Those told `forbidden`; all others are told that there is nothing. */
  readonly told: readonly Who[]
}

type Audience = Pick<Expected, 'may' | 'told'>

/** The rows of the routes to what a note was before, and to the end of that. */
export function expectedTrailRoutes(
  at: (rest: string) => () => string,
  onNote: (may: readonly Who[]) => Audience,
): { readonly [route: string]: Expected } {
  const base = '/api/documents/:documentId'
  const editors = onNote(['B', 'D'])
  return {
    [`get ${base}/versions`]: { path: at('versions'), status: 200, ...editors },
    [`post ${base}/versions`]: { path: at('versions'), body: { name: '会議の前' }, status: 201, ...editors },
    [`get ${base}/difference`]: { path: at('difference?from=0'), status: 200, ...editors },
    [`get ${base}/authors`]: { path: at('authors'), status: 200, ...editors },
    [`post ${base}/versions/:number/restoration`]: { path: at('versions/1/restoration'), status: 200, ...editors },
    [`get ${base}/trail-destruction`]: { path: at('trail-destruction'), status: 200, ...onNote(['B', 'C', 'D', 'F']) },
    // The conference goes on: its trail is nobody's to destroy yet.
    [`post ${base}/trail-destruction`]: {
      path: at('trail-destruction'),
      body: { rule: 'councilRule', reason: '会議録の確定' },
      status: 201,
      ...onNote([]),
    },
    [`post ${base}/trail-destruction/confirmation`]: {
      path: at('trail-destruction/confirmation'),
      body: { askedAt: 0 },
      status: 204,
      ...onNote([]),
    },
  }
}
