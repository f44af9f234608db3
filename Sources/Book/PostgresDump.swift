import Filings
import GRDB

extension Book {
  /// The book as a script for `psql`: the same tables and constraints in PostgreSQL, and the journal to play
  /// into them, so that the server proves every balance itself.
  ///
  /// - Parameter write: takes the script piece by piece.
  package func dumpForPostgres(_ write: (String) -> Void) throws(BookError) {
    try read { db in
      write(PostgresSchema.text)
      write("BEGIN;\n")
      try copy(db, "entity", "uscc", "SELECT uscc FROM entity ORDER BY uscc", write)
      try copy(
        db, "account", "id, ledger, kind, owner, vintage, is_source",
        "SELECT id, ledger, kind, owner, vintage, is_source FROM account ORDER BY id", write)
      // Documents and their entries in the order in which they were written: the triggers ask for it.
      let documents = try Row.fetchAll(
        db,
        sql:
          "SELECT id, first_entry, (SELECT n.first_entry FROM document AS n WHERE n.id = d.id + 1) FROM document AS d ORDER BY id"
      )
      for document in documents {
        let (id, first, next): (Int, Int, Int?) = (document[0], document[1], document[2])
        try copy(
          db, "document", "id, kind, name, sha256, run, booked, first_entry, note",
          "SELECT id, kind, name, sha256, run, booked, first_entry, note FROM document WHERE id = \(id)",
          write)
        try copy(
          db, "naming", "id, document, uscc, name, sector, province",
          "SELECT id, document, uscc, name, sector, province FROM naming WHERE document = \(id) ORDER BY id",
          write)
        let columns =
          "id, document, line, kind, date, booked, from_account, to_account, tonnes, year, price_fen, reference, reverses"
        try copy(
          db, "entry", columns,
          "SELECT \(columns) FROM entry WHERE id >= \(first) AND id < \(next ?? Int.max) ORDER BY id", write)
      }
      for (table, columns) in Self.facts {
        try copy(db, table, columns, "SELECT \(columns) FROM \(table) ORDER BY document", write)
      }
      write("COMMIT;\n")
    }
  }

  private static let facts = [
    ("preallocation", "document, uscc, year, unit, last_year_verified, ratio_percent, tonnes"),
    (
      "determination",
      "document, uscc, year, sector, unit, emissions, output, intensity, balance_value, balance_source, special_case, determined, due, details"
    ), ("differentiated", "document, uscc, year, reason, evidence"),
    ("credit", "document, line, uscc, project, registered_on"),
  ]

  private func copy(
    _ db: Database, _ table: String, _ columns: String, _ query: String, _ write: (String) -> Void
  ) throws {
    let rows = try Row.fetchCursor(db, sql: query)
    var text = ""
    var isOpen = false
    while let row = try rows.next() {
      if !isOpen { text = "COPY book.\(table) (\(columns)) FROM stdin;\n" }
      isOpen = true
      text += row.map { Self.copyText($0.1) }.joined(separator: "\t") + "\n"
      if text.utf8.count > 1 << 16 {
        write(text)
        text = ""
      }
    }
    if isOpen { write(text + "\\.\n") }
  }

  /// A value in the text format of COPY.
  private static func copyText(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null: return "\\N"
    case .int64(let number): return String(number)
    case .double(let number): return String(number)
    case .string(let text):
      return text.replacing("\\", with: "\\\\").replacing("\t", with: "\\t").replacing("\n", with: "\\n")
        .replacing("\r", with: "\\r")
    case .blob: return "\\N"
    }
  }
}

/// The tables of ``Schema`` for PostgreSQL, with the same constraints. Writers take turns.
enum PostgresSchema {
  static let text = """
    -- An allowance book of cets. Load it with: psql --set ON_ERROR_STOP=1 --file FILE DATABASE
    \\set ON_ERROR_STOP 1
    SET client_encoding = 'UTF8';
    CREATE SCHEMA book;

    CREATE TABLE book.entity (
      uscc text PRIMARY KEY CHECK (length(uscc) = 18));
    CREATE TABLE book.account (
      id bigint PRIMARY KEY, ledger text NOT NULL, kind text NOT NULL, owner text NOT NULL,
      vintage integer NOT NULL CHECK (vintage = 0 OR vintage BETWEEN 2000 AND 2099), is_source integer NOT NULL,
      tonnes bigint NOT NULL DEFAULT 0, last_entry bigint NOT NULL DEFAULT 0, UNIQUE (ledger, kind, owner, vintage),
      CONSTRAINT known_kind CHECK (
        (is_source = 1 AND ledger || '.' || kind IN ('allowance.issued', 'allowance.elsewhere', 'ccer.registered',
          'deduction.ordered', 'obligation.assessed', 'return.called'))
        OR (is_source = 0 AND ledger || '.' || kind IN ('allowance.province', 'allowance.holding', 'allowance.surrendered',
          'allowance.cancelled', 'ccer.holding', 'ccer.surrendered', 'ccer.cancelled', 'deduction.due',
          'deduction.applied', 'obligation.due', 'obligation.met', 'return.due', 'return.settled'))),
      CONSTRAINT not_below_zero CHECK (tonnes >= 0 OR is_source = 1));
    CREATE TABLE book.document (
      id bigint PRIMARY KEY, kind text NOT NULL, name text NOT NULL, sha256 text NOT NULL CHECK (length(sha256) IN (0, 64)),
      run text CHECK (length(run) = 64), booked integer NOT NULL CHECK (booked BETWEEN 20000101 AND 20991231),
      first_entry bigint NOT NULL, note text NOT NULL DEFAULT '');
    CREATE INDEX document_content ON book.document (kind, sha256) WHERE sha256 <> '';
    CREATE TABLE book.entry (
      id bigint PRIMARY KEY, document bigint NOT NULL REFERENCES book.document, line integer NOT NULL CHECK (line >= 0),
      kind text NOT NULL, date integer NOT NULL CHECK (date BETWEEN 20000101 AND 20991231),
      booked integer NOT NULL CHECK (booked BETWEEN date AND 20991231),
      from_account bigint NOT NULL REFERENCES book.account, to_account bigint NOT NULL REFERENCES book.account,
      tonnes bigint NOT NULL CHECK (tonnes BETWEEN 1 AND 1000000000000),
      year integer NOT NULL CHECK (year = 0 OR year BETWEEN 2000 AND 2099), price_fen bigint CHECK (price_fen >= 0),
      reference text, reverses bigint REFERENCES book.entry, CHECK (from_account <> to_account));
    CREATE UNIQUE INDEX entry_reversed_once ON book.entry (reverses) WHERE reverses IS NOT NULL;
    CREATE INDEX trade_number ON book.entry (reference)
      WHERE reference IS NOT NULL AND kind = 'trade' AND reverses IS NULL;
    CREATE TABLE book.naming (
      id bigint PRIMARY KEY, document bigint NOT NULL REFERENCES book.document, uscc text NOT NULL REFERENCES book.entity,
      name text NOT NULL, sector text NOT NULL, province text NOT NULL);
    CREATE TABLE book.preallocation (
      document bigint NOT NULL REFERENCES book.document, uscc text NOT NULL REFERENCES book.entity, year integer NOT NULL,
      unit text NOT NULL, last_year_verified numeric NOT NULL, ratio_percent numeric NOT NULL,
      tonnes bigint NOT NULL CHECK (tonnes >= 0), PRIMARY KEY (document, uscc, year, unit));
    CREATE TABLE book.determination (
      document bigint NOT NULL REFERENCES book.document, uscc text NOT NULL REFERENCES book.entity, year integer NOT NULL,
      sector text NOT NULL, unit text NOT NULL, emissions numeric NOT NULL, output text NOT NULL, intensity text NOT NULL,
      balance_value text NOT NULL, balance_source text NOT NULL, special_case text NOT NULL,
      determined bigint CHECK (determined >= 0), due bigint CHECK (due >= 0), details text NOT NULL,
      PRIMARY KEY (document, uscc, unit));
    CREATE TABLE book.differentiated (
      document bigint NOT NULL REFERENCES book.document, uscc text NOT NULL REFERENCES book.entity, year integer NOT NULL,
      reason text NOT NULL, evidence text NOT NULL, PRIMARY KEY (uscc, year));
    CREATE TABLE book.credit (
      document bigint NOT NULL REFERENCES book.document, line integer NOT NULL, uscc text NOT NULL REFERENCES book.entity,
      project text NOT NULL, registered_on integer NOT NULL, PRIMARY KEY (document, line));

    CREATE FUNCTION book.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION '%: nothing that is written is changed or deleted', TG_TABLE_NAME; END $$;

    CREATE FUNCTION book.document_next() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        LOCK TABLE book.document IN SHARE ROW EXCLUSIVE MODE;
        IF NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM book.document)
          OR NEW.first_entry <> (SELECT coalesce(max(id), 0) + 1 FROM book.entry)
          OR NEW.booked < coalesce((SELECT booked FROM book.entry ORDER BY id DESC LIMIT 1), 0)
          OR NEW.booked < coalesce((SELECT booked FROM book.document WHERE id = NEW.id - 1), 0)
        THEN RAISE EXCEPTION 'documents are numbered without gaps and booked in order'; END IF;
        IF NEW.sha256 <> '' AND EXISTS (SELECT 1 FROM book.document AS d
          WHERE d.kind = NEW.kind AND d.sha256 = NEW.sha256 AND d.sha256 <> '' AND (
            d.first_entry = coalesce((SELECT first_entry FROM book.document WHERE id = d.id + 1), NEW.first_entry)
            OR EXISTS (SELECT 1 FROM book.entry AS o
              WHERE o.id >= d.first_entry
                AND o.id < coalesce((SELECT first_entry FROM book.document WHERE id = d.id + 1), NEW.first_entry)
                AND NOT EXISTS (SELECT 1 FROM book.entry AS r WHERE r.reverses = o.id))))
        THEN RAISE EXCEPTION 'a file is posted once, unless all of its entries are reversed'; END IF;
        RETURN NEW;
      END $$;

    CREATE FUNCTION book.entry_next() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        LOCK TABLE book.document IN SHARE ROW EXCLUSIVE MODE;
        IF NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM book.entry)
          OR NEW.document <> (SELECT max(id) FROM book.document)
          OR NEW.booked < (SELECT booked FROM book.entry WHERE id = NEW.id - 1)
          OR NEW.booked < (SELECT booked FROM book.document WHERE id = NEW.document)
        THEN RAISE EXCEPTION 'entries are numbered without gaps and booked in order, under the newest document'; END IF;
        IF NOT EXISTS (SELECT 1 FROM book.account AS f, book.account AS t
          WHERE f.id = NEW.from_account AND t.id = NEW.to_account AND f.ledger = t.ledger
            AND (f.vintage = t.vintage OR NEW.kind = 'carryOver'))
        THEN RAISE EXCEPTION 'an entry stays within one ledger and vintage'; END IF;
        IF NEW.reverses IS NOT NULL AND NOT EXISTS (SELECT 1 FROM book.entry AS o
          WHERE o.id = NEW.reverses AND o.from_account = NEW.to_account AND o.to_account = NEW.from_account
            AND o.tonnes = NEW.tonnes AND o.kind = NEW.kind AND o.year = NEW.year
            AND o.price_fen IS NOT DISTINCT FROM NEW.price_fen AND o.reverses IS NULL)
        THEN RAISE EXCEPTION 'a reversal mirrors an entry that is no reversal itself'; END IF;
        IF NEW.reference IS NOT NULL AND NEW.kind = 'trade' AND NEW.reverses IS NULL AND EXISTS (
          SELECT 1 FROM book.entry AS o
          WHERE o.reference = NEW.reference AND o.kind = 'trade' AND o.reverses IS NULL
            AND NOT EXISTS (SELECT 1 FROM book.entry AS r WHERE r.reverses = o.id))
        THEN RAISE EXCEPTION 'the number of a trade is taken once'; END IF;
        RETURN NEW;
      END $$;

    CREATE FUNCTION book.naming_next() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        LOCK TABLE book.document IN SHARE ROW EXCLUSIVE MODE;
        IF NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM book.naming)
          OR NEW.document <> (SELECT max(id) FROM book.document)
        THEN RAISE EXCEPTION 'names are numbered without gaps, under the newest document'; END IF;
        RETURN NEW;
      END $$;

    CREATE FUNCTION book.entry_apply() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE book.account SET tonnes = tonnes - NEW.tonnes, last_entry = NEW.id WHERE id = NEW.from_account;
        UPDATE book.account SET tonnes = tonnes + NEW.tonnes, last_entry = NEW.id WHERE id = NEW.to_account;
        RETURN NULL;
      END $$;

    CREATE FUNCTION book.account_guard() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF NEW.tonnes <> 0 OR NEW.last_entry <> 0 THEN RAISE EXCEPTION 'an account is opened empty'; END IF;
          RETURN NEW;
        END IF;
        IF (NEW.id, NEW.ledger, NEW.kind, NEW.owner, NEW.vintage, NEW.is_source)
          IS DISTINCT FROM (OLD.id, OLD.ledger, OLD.kind, OLD.owner, OLD.vintage, OLD.is_source)
        THEN RAISE EXCEPTION 'an account stays what it is'; END IF;
        IF NEW.last_entry <= OLD.last_entry OR NOT EXISTS (SELECT 1 FROM book.entry AS e
          WHERE e.id = NEW.last_entry AND ((e.from_account = OLD.id AND NEW.tonnes = OLD.tonnes - e.tonnes)
            OR (e.to_account = OLD.id AND NEW.tonnes = OLD.tonnes + e.tonnes)))
        THEN RAISE EXCEPTION 'a balance changes only by an entry'; END IF;
        RETURN NEW;
      END $$;

    CREATE TRIGGER document_next BEFORE INSERT ON book.document FOR EACH ROW EXECUTE FUNCTION book.document_next();
    CREATE TRIGGER entry_next BEFORE INSERT ON book.entry FOR EACH ROW EXECUTE FUNCTION book.entry_next();
    CREATE TRIGGER naming_next BEFORE INSERT ON book.naming FOR EACH ROW EXECUTE FUNCTION book.naming_next();
    CREATE TRIGGER entry_apply AFTER INSERT ON book.entry FOR EACH ROW EXECUTE FUNCTION book.entry_apply();
    CREATE TRIGGER account_guard BEFORE INSERT OR UPDATE ON book.account FOR EACH ROW EXECUTE FUNCTION book.account_guard();
    DO $$ DECLARE name text; BEGIN
      FOREACH name IN ARRAY ARRAY['document', 'entry', 'entity', 'naming', 'preallocation', 'determination', 'differentiated', 'credit'] LOOP
        EXECUTE format('CREATE TRIGGER %I_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON book.%I EXECUTE FUNCTION book.refuse()', name, name);
      END LOOP;
      FOREACH name IN ARRAY ARRAY['account'] LOOP
        EXECUTE format('CREATE TRIGGER %I_kept BEFORE DELETE OR TRUNCATE ON book.%I EXECUTE FUNCTION book.refuse()', name, name);
      END LOOP;
    END $$;

    """
}
