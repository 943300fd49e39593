/** What two replicas agree on exactly when they hold the same document: its text, its writers' clocks, its deletions. */
export interface DocumentFacts {
  readonly xml: string
  readonly clocks: readonly (readonly [client: number, clock: number])[]
  readonly deletions: readonly (readonly [client: number, ranges: readonly (readonly [from: number, to: number])[]])[]
}

/** As much of a Y.Doc as the facts are read from, here and in a page alike. */
export interface ReadableDoc {
  readonly share: { get(root: string): { toString(): string } | undefined }
  readonly store: {
    readonly clients: ReadonlyMap<
      number,
      readonly { readonly id: { readonly clock: number }; readonly length: number; readonly deleted: boolean }[]
    >
  }
}

/** Also runs in a page, so it uses nothing from outside. */
export function documentFacts(doc: ReadableDoc): DocumentFacts {
  const clients = [...doc.store.clients].sort(([one], [other]) => one - other)
  const rangesOf = (structs: readonly { id: { clock: number }; length: number; deleted: boolean }[]) => {
    const ranges: [number, number][] = []
    for (const { id, length, deleted } of structs) {
      if (!deleted) continue
      const last = ranges.at(-1)
      if (last?.[1] === id.clock) last[1] += length
      else ranges.push([id.clock, id.clock + length])
    }
    return ranges
  }
  return {
    xml: doc.share.get('body')?.toString() ?? '',
    clocks: clients.map(([client, structs]) => {
      const last = structs.at(-1)
      return [client, last === undefined ? 0 : last.id.clock + last.length]
    }),
    deletions: clients.map(([client, structs]) => [client, rangesOf(structs)]),
  }
}
