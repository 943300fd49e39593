import { TableView } from '@tiptap/extension-table'
import type { ViewMutationRecord } from '@tiptap/pm/view'

/**
 * A table of which nothing is on the screen that is not in the note. Tiptap's own passes over whatever the browser changes
 * around the cells: letters beside them, or all of them taken out with what is typed over everything.
 */
export class WholeTable extends TableView {
  override ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type === 'attributes' && super.ignoreMutation(mutation)
  }
}
