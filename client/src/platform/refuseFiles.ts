/**
 * Nothing here takes files. A browser would open one that is let go over the page by mistake, instead of the page or beside
 * it, and at a conference everybody sees it on the wall.
 */
export function refuseFiles(page: Window): void {
  const refuse = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') !== true) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'none'
  }
  page.addEventListener('dragover', refuse)
  page.addEventListener('drop', refuse)
}
