/**
 * An input as hosts give it: what may be left out may be `undefined` too, at any depth, and means the same. So what a form or a row of
 * the host's has not goes into a call as it is, also under `exactOptionalPropertyTypes`.
 */
export type Given<Input> =
  Input extends ReadonlyArray<unknown>
    ? { readonly [At in keyof Input]: Given<Input[At]> }
    : Input extends object
      ? {
          readonly [Field in keyof Input]: Partial<Pick<Input, Field>> extends Pick<Input, Field>
            ? Given<Input[Field]> | undefined
            : Given<Input[Field]>
        }
      : Input
