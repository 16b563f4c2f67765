'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import { confirmDeed } from '../../../forms/confirm.client'
import forms from '../../../forms/forms.module.css'
import { Problem } from '../../../forms/problem'
import { useDeed, useSaving } from '../../../forms/use-saving.client'
import classes from '../../settings.module.css'
import { mergeInto, replaceMachine } from '../actions'
import { useRigSaved } from './use-rig-saved.client'

/** Which machine stands behind a rig, and how another takes its place without losing history. */
export function MachineForms({
  rigId,
  name,
  keys,
  address,
  minerPageUrl,
  others,
  mayChange,
}: {
  rigId: number
  name: string
  keys: string[]
  address: string | undefined
  minerPageUrl: string | undefined
  others: { id: number; name: string }[]
  mayChange: boolean
}) {
  const router = useRouter()
  const saved = useRigSaved()
  const replacing = useForm({ initialValues: { newKey: '' } })
  const { submit, saving } = useSaving(
    replacing,
    ({ newKey }) => replaceMachine({ rigId, newKey }),
    () => {
      replacing.reset()
      saved('The new machine goes on in this rig’s place.')
    },
  )
  const merging = useForm({ initialValues: { intoRigId: '' } })
  const into = others.find(({ id }) => String(id) === merging.values.intoRigId)
  const { run, running, problem } = useDeed()
  return (
    <div className={classes.stack}>
      <dl className={classes.facts}>
        <dt>Key</dt>
        <dd>
          <code>{keys[0]}</code>
          {keys.length > 1 ? <span className={classes.muted}> before: {keys.slice(1).join(', ')}</span> : null}
        </dd>
        {address ? (
          <>
            <dt>Address</dt>
            <dd>
              <code>{address}</code>
            </dd>
          </>
        ) : null}
        {minerPageUrl ? (
          <>
            <dt>Its own page</dt>
            <dd>
              <a href={minerPageUrl} target="_blank" rel="noreferrer">
                {minerPageUrl}
              </a>
            </dd>
          </>
        ) : null}
      </dl>
      {mayChange ? (
        <>
          <form onSubmit={submit} className={forms.form} noValidate>
            <Problem>{replacing.errors.form}</Problem>
            <TextInput
              label="Replaced by another machine"
              description="Its MAC address, serial number or key. History goes on under this name; what the new one has reported already moves here."
              placeholder="a4:bb:6d:01:02:03"
              spellCheck={false}
              {...replacing.getInputProps('newKey')}
            />
            <div className={forms.buttons}>
              <Button type="submit" variant="default" loading={saving} disabled={!replacing.isDirty()}>
                Put it in this rig’s place
              </Button>
            </div>
          </form>
          {others.length > 0 ? (
            <div className={forms.form}>
              <Problem>{problem}</Problem>
              <Select
                label="The same machine as another rig"
                description="When one machine shows up twice: this one’s history moves to the other, and this one goes."
                searchable
                limit={50}
                data={others.map((rig) => ({ value: String(rig.id), label: rig.name }))}
                placeholder="Choose the rig that stays"
                value={merging.values.intoRigId || null}
                onChange={(id) => merging.setFieldValue('intoRigId', id ?? '')}
              />
              <div className={forms.buttons}>
                <Button
                  variant="default"
                  loading={running}
                  disabled={!into}
                  onClick={() =>
                    into &&
                    confirmDeed(
                      {
                        title: `Merge ${name} into ${into.name}?`,
                        words: `${into.name} keeps its name and settings and gets these readings. ${name} is removed. This cannot be undone.`,
                        deed: 'Merge',
                      },
                      () =>
                        void run(
                          () => mergeInto({ fromRigId: rigId, intoRigId: into.id }),
                          () => router.push(`/settings/rigs/${into.id}`),
                        ),
                    )
                  }
                >
                  Merge into it
                </Button>
              </div>
            </div>
          ) : null}
        </>
      ) : null}
    </div>
  )
}
