import type Database from "better-sqlite3"

// The shop as it was before: its tables, its people, its orders. Nothing here knows of a sales department.

/** Somebody who works at the shop. */
export interface User {
  readonly id: number
  readonly name: string
  readonly team: string
}

/** An order as its customer placed it. */
export interface Order {
  readonly id: number
  readonly customerName: string
  readonly userId: number
  readonly totalCents: number
  /** Where its deal stands, as the shop was told; null until then. */
  readonly stage: string | null
}

/** The shop's own tables, which it creates and changes itself. */
export const createShop = (db: Database.Database): void => {
  db.exec(`
    create table users (id integer primary key, name text not null, team text not null);
    create table customers (id integer primary key, name text not null unique);
    create table orders (
      id integer primary key,
      customer_id integer not null references customers (id),
      user_id integer not null references users (id) deferrable initially deferred,
      total_cents integer not null check (total_cents > 0),
      stage text
    );
    insert into users values (7, 'Ada', 'bakeries'), (9, 'Boris', 'cafés'), (12, 'Vera', 'bakeries');
  `)
}

/** The people of the shop. */
export const users = (db: Database.Database): ReadonlyArray<User> =>
  db.prepare<[], User>("select id, name, team from users order by id").all()

/** The id of a customer by name; a new row where the name is new. */
export const customerNamed = (
  db: Database.Database,
  name: string,
): { readonly id: number; readonly isNew: boolean } => {
  const known = db.prepare<[string], { id: number }>("select id from customers where name = ?").get(name)
  if (known !== undefined) return { id: known.id, isNew: false }
  return { id: Number(db.prepare("insert into customers (name) values (?)").run(name).lastInsertRowid), isNew: true }
}

/** Writes an order and gives its id. */
export const placeOrder = (db: Database.Database, customerId: number, userId: number, totalCents: number): number =>
  Number(
    db
      .prepare("insert into orders (customer_id, user_id, total_cents) values (?, ?, ?)")
      .run(customerId, userId, totalCents).lastInsertRowid,
  )

/** All orders, oldest first. */
export const orders = (db: Database.Database): ReadonlyArray<Order> =>
  db
    .prepare<[], Order>(
      `select o.id, c.name as customerName, o.user_id as userId, o.total_cents as totalCents, o.stage
       from orders o join customers c on c.id = o.customer_id order by o.id`,
    )
    .all()
