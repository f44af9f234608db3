import GRDB

/// The tables of a book and the constraints that keep it balanced whatever program writes into it.
///
/// The journal (`entry`) is a list of transfers: each moves whole tonnes from one account to another of the
/// same ledger, so that double entry holds by construction and no entry can be half of a movement. Triggers
/// keep the balances of the accounts, refuse a balance below zero, and refuse every change of what is written.
enum Schema {
  /// "CETS" in ASCII: how `file` and SQLite tell a book from another database.
  static let applicationID = 0x4345_5453

  /// Migrations in their order; one that was published is never changed.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 journal", foreignKeyChecks: .immediate) { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: tables)
      try db.execute(sql: facts)
      try db.execute(sql: triggers)
      for table in ["document", "entry", "preallocation", "determination", "differentiated", "credit"] {
        try db.execute(sql: appendOnly(table))
      }
    }
    migrator.registerMigration("2 naming", foreignKeyChecks: .immediate) { db in
      try db.execute(sql: naming)
      try db.execute(sql: appendOnly("naming"))
    }
    migrator.registerMigration("3 once", foreignKeyChecks: .immediate) { db in
      try db.execute(sql: once)
    }
    migrator.registerMigration("4 facts", foreignKeyChecks: .immediate) { db in
      for (table, key) in factKeys { try db.execute(sql: newFactOnly(table, key)) }
    }
    return migrator
  }

  /// Days are numbers like 20260410; `booked` is the day from which the book knows an entry and never falls
  /// from one entry to the next, so that what the book said on a past day stays what it said.
  private static let tables = """
    CREATE TABLE entity (
      uscc TEXT PRIMARY KEY CHECK (length(uscc) = 18),
      name TEXT NOT NULL,
      sector TEXT NOT NULL,
      province TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE account (
      id INTEGER PRIMARY KEY,
      ledger TEXT NOT NULL,
      kind TEXT NOT NULL,
      owner TEXT NOT NULL,
      vintage INTEGER NOT NULL CHECK (vintage = 0 OR vintage BETWEEN 2000 AND 2099),
      is_source INTEGER NOT NULL,
      tonnes INTEGER NOT NULL DEFAULT 0,
      last_entry INTEGER NOT NULL DEFAULT 0,
      UNIQUE (ledger, kind, owner, vintage),
      CONSTRAINT known_kind CHECK (
        (is_source = 1 AND ledger || '.' || kind IN ('allowance.issued', 'allowance.elsewhere',
          'ccer.registered', 'deduction.ordered', 'obligation.assessed', 'return.called'))
        OR (is_source = 0 AND ledger || '.' || kind IN ('allowance.province', 'allowance.holding',
          'allowance.surrendered', 'allowance.cancelled', 'ccer.holding', 'ccer.surrendered',
          'ccer.cancelled', 'deduction.due', 'deduction.applied', 'obligation.due', 'obligation.met',
          'return.due', 'return.settled'))),
      CONSTRAINT not_below_zero CHECK (tonnes >= 0 OR is_source = 1)
    ) STRICT;

    CREATE TABLE document (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      sha256 TEXT NOT NULL CHECK (length(sha256) IN (0, 64)),
      run TEXT CHECK (run IS NULL OR length(run) = 64),
      booked INTEGER NOT NULL CHECK (booked BETWEEN 20000101 AND 20991231),
      first_entry INTEGER NOT NULL,
      note TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE UNIQUE INDEX document_once ON document (kind, sha256) WHERE sha256 <> '';

    CREATE TABLE entry (
      id INTEGER PRIMARY KEY,
      document INTEGER NOT NULL REFERENCES document (id),
      line INTEGER NOT NULL CHECK (line >= 0),
      kind TEXT NOT NULL,
      date INTEGER NOT NULL CHECK (date BETWEEN 20000101 AND 20991231),
      booked INTEGER NOT NULL CHECK (booked BETWEEN date AND 20991231),
      from_account INTEGER NOT NULL REFERENCES account (id),
      to_account INTEGER NOT NULL REFERENCES account (id),
      tonnes INTEGER NOT NULL CHECK (tonnes BETWEEN 1 AND 1000000000000),
      year INTEGER NOT NULL CHECK (year = 0 OR year BETWEEN 2000 AND 2099),
      price_fen INTEGER CHECK (price_fen >= 0),
      reference TEXT,
      reverses INTEGER REFERENCES entry (id),
      CHECK (from_account <> to_account)
    ) STRICT;
    CREATE UNIQUE INDEX entry_reversed_once ON entry (reverses) WHERE reverses IS NOT NULL;
    CREATE UNIQUE INDEX trade_once ON entry (reference)
      WHERE reference IS NOT NULL AND kind = 'trade' AND reverses IS NULL;
    """

  /// What documents stated, beside what they moved: the inputs of the official tables. Append-only; the
  /// newest document of an entity and year counts.
  private static let facts = """
    CREATE TABLE preallocation (
      document INTEGER NOT NULL REFERENCES document (id),
      uscc TEXT NOT NULL REFERENCES entity (uscc),
      year INTEGER NOT NULL,
      unit TEXT NOT NULL,
      last_year_verified TEXT NOT NULL,
      ratio_percent TEXT NOT NULL,
      tonnes INTEGER NOT NULL CHECK (tonnes >= 0),
      PRIMARY KEY (document, uscc, year, unit)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE determination (
      document INTEGER NOT NULL REFERENCES document (id),
      uscc TEXT NOT NULL REFERENCES entity (uscc),
      year INTEGER NOT NULL,
      sector TEXT NOT NULL,
      unit TEXT NOT NULL,
      emissions TEXT NOT NULL,
      output TEXT NOT NULL,
      intensity TEXT NOT NULL,
      balance_value TEXT NOT NULL,
      balance_source TEXT NOT NULL,
      special_case TEXT NOT NULL,
      determined INTEGER CHECK (determined >= 0),
      due INTEGER CHECK (due >= 0),
      details TEXT NOT NULL,
      PRIMARY KEY (document, uscc, unit)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE differentiated (
      document INTEGER NOT NULL REFERENCES document (id),
      uscc TEXT NOT NULL REFERENCES entity (uscc),
      year INTEGER NOT NULL,
      reason TEXT NOT NULL,
      evidence TEXT NOT NULL,
      PRIMARY KEY (uscc, year)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE credit (
      document INTEGER NOT NULL REFERENCES document (id),
      line INTEGER NOT NULL,
      uscc TEXT NOT NULL REFERENCES entity (uscc),
      project TEXT NOT NULL,
      registered_on INTEGER NOT NULL,
      PRIMARY KEY (document, line)
    ) STRICT, WITHOUT ROWID;
    """

  /// What entities are called, of which sector and province they are, from a document on: the newest one of a
  /// day counts on that day. Version 1 kept one name for all days, and so its names stay: from its first
  /// document on.
  private static let naming = """
    CREATE TABLE naming (
      id INTEGER PRIMARY KEY,
      document INTEGER NOT NULL REFERENCES document (id),
      uscc TEXT NOT NULL REFERENCES entity (uscc),
      name TEXT NOT NULL,
      sector TEXT NOT NULL,
      province TEXT NOT NULL
    ) STRICT;

    INSERT INTO naming (document, uscc, name, sector, province)
      SELECT (SELECT min(id) FROM document), uscc, name, sector, province FROM entity
      WHERE sector <> '' ORDER BY uscc;
    ALTER TABLE entity DROP COLUMN name;
    ALTER TABLE entity DROP COLUMN sector;
    ALTER TABLE entity DROP COLUMN province;

    CREATE TRIGGER naming_next BEFORE INSERT ON naming
    WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM naming)
      OR NEW.document <> (SELECT max(id) FROM document)
    BEGIN SELECT raise(ABORT, 'names are numbered without gaps, under the newest document'); END;

    CREATE TRIGGER entity_unchanged BEFORE UPDATE ON entity
    BEGIN SELECT raise(ABORT, 'an entity keeps its code'); END;
    """

  /// What may stand in the book once: a trade's number, a file's content. What is reversed frees it; version 1
  /// kept both taken for ever.
  private static let once = """
    DROP INDEX trade_once;
    CREATE INDEX trade_number ON entry (reference)
      WHERE reference IS NOT NULL AND kind = 'trade' AND reverses IS NULL;
    CREATE TRIGGER trade_once BEFORE INSERT ON entry
    WHEN NEW.reference IS NOT NULL AND NEW.kind = 'trade' AND NEW.reverses IS NULL AND EXISTS (
      SELECT 1 FROM entry AS o
      WHERE o.reference = NEW.reference AND o.kind = 'trade' AND o.reverses IS NULL
        AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = o.id))
    BEGIN SELECT raise(ABORT, 'the number of a trade is taken once'); END;

    DROP INDEX document_once;
    CREATE INDEX document_content ON document (kind, sha256) WHERE sha256 <> '';
    CREATE TRIGGER document_once BEFORE INSERT ON document
    WHEN NEW.sha256 <> '' AND EXISTS (
      SELECT 1 FROM document AS d
      WHERE d.kind = NEW.kind AND d.sha256 = NEW.sha256 AND d.sha256 <> '' AND (
        d.first_entry = coalesce((SELECT first_entry FROM document WHERE id = d.id + 1), NEW.first_entry)
        OR EXISTS (
          SELECT 1 FROM entry AS o
          WHERE o.id >= d.first_entry
            AND o.id < coalesce((SELECT first_entry FROM document WHERE id = d.id + 1), NEW.first_entry)
            AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = o.id))))
    BEGIN SELECT raise(ABORT, 'a file is posted once, unless all of its entries are reversed'); END;
    """

  /// A BEFORE INSERT trigger runs before `OR REPLACE` could delete a row, so numbering without gaps also
  /// forbids replacing. A balance changes only by applying an entry that is newer than those it has: as every
  /// entry is applied when it is written, no other program finds one.
  private static let triggers = """
    CREATE TRIGGER document_next BEFORE INSERT ON document
    WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM document)
      OR NEW.first_entry <> (SELECT coalesce(max(id), 0) + 1 FROM entry)
      OR NEW.booked < coalesce((SELECT booked FROM entry ORDER BY id DESC LIMIT 1), 0)
      OR NEW.booked < coalesce((SELECT booked FROM document WHERE id = NEW.id - 1), 0)
    BEGIN SELECT raise(ABORT, 'documents are numbered without gaps and booked in order'); END;

    CREATE TRIGGER entry_next BEFORE INSERT ON entry
    WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM entry)
      OR NEW.document <> (SELECT max(id) FROM document)
      OR NEW.booked < (SELECT booked FROM entry WHERE id = NEW.id - 1)
      OR NEW.booked < (SELECT booked FROM document WHERE id = NEW.document)
    BEGIN SELECT raise(ABORT, 'entries are numbered without gaps and booked in order, under the newest document'); END;

    CREATE TRIGGER entry_ledger BEFORE INSERT ON entry
    WHEN NOT EXISTS (
      SELECT 1 FROM account AS f, account AS t
      WHERE f.id = NEW.from_account AND t.id = NEW.to_account AND f.ledger = t.ledger
        AND (f.vintage = t.vintage OR NEW.kind = 'carryOver'))
    BEGIN SELECT raise(ABORT, 'an entry stays within one ledger and vintage'); END;

    CREATE TRIGGER entry_reversal BEFORE INSERT ON entry
    WHEN NEW.reverses IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM entry AS o
      WHERE o.id = NEW.reverses AND o.from_account = NEW.to_account AND o.to_account = NEW.from_account
        AND o.tonnes = NEW.tonnes AND o.kind = NEW.kind AND o.year = NEW.year AND o.price_fen IS NEW.price_fen
        AND o.reverses IS NULL)
    BEGIN SELECT raise(ABORT, 'a reversal mirrors an entry that is no reversal itself'); END;

    CREATE TRIGGER entry_apply AFTER INSERT ON entry
    BEGIN
      UPDATE account SET tonnes = tonnes - NEW.tonnes, last_entry = NEW.id WHERE id = NEW.from_account;
      UPDATE account SET tonnes = tonnes + NEW.tonnes, last_entry = NEW.id WHERE id = NEW.to_account;
    END;

    CREATE TRIGGER account_balance BEFORE UPDATE OF tonnes, last_entry ON account
    WHEN NEW.last_entry <= OLD.last_entry OR NOT EXISTS (
      SELECT 1 FROM entry AS e
      WHERE e.id = NEW.last_entry AND ((e.from_account = OLD.id AND NEW.tonnes = OLD.tonnes - e.tonnes)
        OR (e.to_account = OLD.id AND NEW.tonnes = OLD.tonnes + e.tonnes)))
    BEGIN SELECT raise(ABORT, 'a balance changes only by an entry'); END;

    CREATE TRIGGER account_identity BEFORE UPDATE OF id, ledger, kind, owner, vintage, is_source ON account
    BEGIN SELECT raise(ABORT, 'an account stays what it is'); END;

    CREATE TRIGGER account_new BEFORE INSERT ON account
    WHEN NEW.tonnes <> 0 OR NEW.last_entry <> 0 OR EXISTS (
      SELECT 1 FROM account AS a WHERE a.id = NEW.id
        OR (a.ledger = NEW.ledger AND a.kind = NEW.kind AND a.owner = NEW.owner AND a.vintage = NEW.vintage))
    BEGIN SELECT raise(ABORT, 'an account is opened once, empty'); END;

    CREATE TRIGGER account_kept BEFORE DELETE ON account
    BEGIN SELECT raise(ABORT, 'an account is never deleted'); END;

    CREATE TRIGGER entity_kept BEFORE DELETE ON entity
    BEGIN SELECT raise(ABORT, 'an entity is never deleted'); END;
    """

  private static let factKeys = [
    ("preallocation", ["document", "uscc", "year", "unit"]), ("determination", ["document", "uscc", "unit"]),
    ("differentiated", ["uscc", "year"]), ("credit", ["document", "line"]),
  ]

  /// What a document stated is written with it and never again: `OR REPLACE` of another program would delete the
  /// row before it without asking the trigger that keeps it.
  private static func newFactOnly(_ table: String, _ key: [String]) -> String {
    """
    CREATE TRIGGER \(table)_new BEFORE INSERT ON \(table)
    WHEN NEW.document <> (SELECT max(id) FROM document) OR EXISTS (
      SELECT 1 FROM \(table) AS f WHERE \(key.map { "f.\($0) = NEW.\($0)" }.joined(separator: " AND ")))
    BEGIN SELECT raise(ABORT, '\(table): what is written is written once, with its document'); END;
    """
  }

  private static func appendOnly(_ table: String) -> String {
    """
    CREATE TRIGGER \(table)_kept BEFORE DELETE ON \(table)
    BEGIN SELECT raise(ABORT, '\(table): nothing that is written is deleted'); END;
    CREATE TRIGGER \(table)_unchanged BEFORE UPDATE ON \(table)
    BEGIN SELECT raise(ABORT, '\(table): nothing that is written is changed'); END;
    """
  }
}
