import { useState } from 'react'
import { useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { RadioGroup } from '#client/ui/RadioGroup.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type Option, Select } from '#client/ui/Select.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { useDraft } from '#client/ui/useDraft.ts'

const OPTIONS: readonly Option[] = [
  { value: 'housing', label: '住居' },
  { value: 'employment', label: '就労' },
  { value: 'welfare', label: '福祉' },
]

/** What is filled in, as it is at first and with something wrong. */
export function Controls() {
  const [isOpen, setOpen] = useState(false)
  return (
    <Section title="Form" actions={<Button onPress={() => setOpen(true)}>Dialog</Button>}>
      <div className="grid gap-10 md:grid-cols-2">
        <Fields problem={undefined} />
        <Fields problem="直すところがあります。" />
      </div>
      <Dialog title="Dialog" isOpen={isOpen} onClose={() => setOpen(false)}>
        <Fields problem={undefined} />
      </Dialog>
    </Section>
  )
}

interface GalleryDraft {
  readonly text: string
  readonly day: string
  readonly choice: string
  readonly several: readonly string[]
}

function Fields({ problem }: { readonly problem: string | undefined }) {
  const dates = useDates()
  const { value, set } = useDraft<GalleryDraft>({ text: '', day: '平成33年3月31日', choice: '', several: ['housing'] })
  return (
    <Form label={problem ?? 'Form'} onSubmit={() => undefined}>
      <TextField
        label="一行"
        hint="40文字以内"
        isRequired
        value={value.text}
        onChange={set('text')}
        problem={problem}
      />
      <UnderstoodField
        label="日付"
        value={value.day}
        onChange={set('day')}
        understand={dates.understand}
        problem={problem}
      />
      <Select
        label="一つ選ぶ"
        nothing="選択してください"
        value={value.choice}
        options={OPTIONS}
        onChange={set('choice')}
        problem={problem}
      />
      <RadioGroup
        label="一つ選ぶ（すべて見える）"
        isRequired
        value={value.choice}
        options={OPTIONS}
        onChange={set('choice')}
        problem={problem}
      />
      <CheckboxGroup
        label="いくつでも選ぶ"
        columns={2}
        value={value.several}
        options={OPTIONS}
        onChange={set('several')}
        problem={problem}
      />
      <Button type="submit">送る</Button>
    </Form>
  )
}
