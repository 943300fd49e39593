import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { type CollabRig, memberNumber } from './collabRig.ts'

/** The note's words as the server has them. */
export const textOf = ({ live, documentId }: CollabRig): Promise<string> =>
  live.rooms.read(documentId, async ({ document }) => plainText(await document.read(readBody)))

/** A version with a name, as the first member would make it. */
export const makeNamed = ({ live, documentId }: CollabRig, name: string) =>
  live.rooms.read(documentId, (room) => live.keeper.make(room, { kind: 'named', name, by: memberNumber(1) }))
