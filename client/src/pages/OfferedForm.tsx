import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusalWords } from '#client/platform/useFailureWords.ts'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import type { May } from '#shared/api/fields.ts'

interface Props {
  readonly may: May
  /** Where the reader is led instead. */
  readonly back: { readonly href: string; readonly label: string }
  readonly children: ReactNode
}

/** A form for those who may send it; whoever came by its address alone is told why they cannot. A right that ends later leaves what was filled in. */
export function OfferedForm({ may, back, children }: Props) {
  const { t } = useTranslation()
  const wordsOf = useRefusalWords()
  const [wasAllowed] = useState(may.allowed)
  if (wasAllowed || may.allowed) return children
  return (
    <EmptyState
      title={t('case.formNotYours')}
      action={
        <LinkButton kind="secondary" href={back.href}>
          {back.label}
        </LinkButton>
      }
    >
      {wordsOf(may.because)}
    </EmptyState>
  )
}
