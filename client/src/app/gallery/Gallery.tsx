import { PageTitle } from '#client/platform/PageTitle.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { Controls } from './Controls.tsx'
import { Signs } from './Signs.tsx'
import { Tables } from './Tables.tsx'

/** Every piece of the kit in every state. Only while developing; switch the language in the header to see the other one. */
export function Gallery() {
  return (
    <>
      <PageTitle text="Gallery" />
      <PageHeading title="Gallery" lead="client/src/ui" />
      <div className="flex flex-col gap-12">
        <Signs />
        <Controls />
        <Tables />
      </div>
    </>
  )
}
