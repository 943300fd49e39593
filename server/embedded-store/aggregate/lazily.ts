/** The items after the first `skip`, at most `limit` of them; no more is asked for than is given. */
export function* slice<Item>(items: Iterable<Item>, skip: number, limit: number): Generator<Item> {
  if (limit <= 0) return
  let passed = 0
  for (const item of items) {
    passed += 1
    if (passed > skip) yield item
    if (passed - skip >= limit) return
  }
}

export function* mapped<From, To>(items: Iterable<From>, change: (item: From) => To): Generator<To> {
  for (const item of items) yield change(item)
}
