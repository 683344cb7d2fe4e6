interface Props<Value extends string> {
  value: string;
  values: readonly Value[];
  /** What people read for a value. */
  nameOf: (value: Value) => string;
  choose: (value: Value) => void;
}

/** One of several values. */
export function Choose<Value extends string>({ value, values, nameOf, choose }: Props<Value>) {
  return (
    <select class="field" value={value} onChange={(event) => choose(event.currentTarget.value as Value)}>
      {values.map((one) => (
        <option key={one} value={one}>
          {nameOf(one)}
        </option>
      ))}
    </select>
  );
}
