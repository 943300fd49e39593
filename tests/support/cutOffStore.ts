import type { CollabStore } from '#server/collab/collabStore.mongo.ts'

/** A store whose step fails, before or after it has been done. */
export function cutOffAt(store: CollabStore, step: string, isDone: boolean): CollabStore {
  const cut = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name)
        if (name !== step || typeof method !== 'function') return method
        return async (...given: unknown[]) => {
          if (isDone) await method.apply(target, given)
          throw new Error(`cut off at ${step}`)
        }
      },
    })
  return { ...store, documents: cut(store.documents), journal: cut(store.journal), snapshots: cut(store.snapshots) }
}
