import type { Expected } from './expectedTrailRoutes.ts'

const REASON = { reason: '保存期間の満了' }

/** The rows of the council's files: nobody there holds an office that keeps them; who does is let in by [CS9.3]. */
export function expectedFilesRoutes(
  caseId: string,
  nobody: Pick<Expected, 'may' | 'told'>,
): { readonly [route: string]: Expected } {
  const of = (step: string, body: object): Expected => ({
    path: `/api/disposals/${caseId}/${step}`,
    ...{ body, status: 204, ...nobody },
  })
  return {
    'get /api/disposals': { path: '/api/disposals', status: 200, ...nobody },
    'put /api/retention-rule': {
      path: '/api/retention-rule',
      ...{ body: { documentClass: '相談', years: 5, shown: null }, status: 204, ...nobody },
    },
    'post /api/disposals/:caseId/hold': of('hold', REASON),
    'post /api/disposals/:caseId/hold/lifting': of('hold/lifting', REASON),
    'post /api/disposals/:caseId/request': of('request', REASON),
    'post /api/disposals/:caseId/approval': of('approval', { askedAt: 1 }),
  }
}
