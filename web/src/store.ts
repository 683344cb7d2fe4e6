import { useEffect, useState } from "preact/hooks";

/** A value that is watched. Whoever changes it sets a new one; nothing is changed in place. */
export class Store<Value> {
  readonly #watchers = new Set<() => void>();
  #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set value(next: Value) {
    if (next === this.#value) return;
    this.#value = next;
    for (const tell of [...this.#watchers]) tell();
  }

  watch(tell: () => void): () => void {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  }
}

/** The value of a store, and a new drawing whenever it changes. */
export function useStore<Value>(store: Store<Value>): Value {
  const [value, set] = useState(store.value);
  useEffect(() => {
    set(store.value);
    return store.watch(() => set(store.value));
  }, [store]);
  return value;
}
