"""What else is in a database of PostgreSQL: kind, name and definition, so that a change is seen."""

OWN = """WITH /* launchready */ schemas AS (SELECT oid, nspname FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
  extended AS (SELECT classid, objid FROM pg_depend
    WHERE deptype = 'e' OR (deptype = 'i' AND classid = 'pg_proc'::regclass)),
  relations AS (SELECT c.*, CASE WHEN pg_table_is_visible(c.oid) OR s.nspname = 'public'
    THEN c.relname ELSE concat(s.nspname, '.', c.relname) END AS name
    FROM pg_class c JOIN schemas s ON s.oid = c.relnamespace
    WHERE (c.tableoid, c.oid) NOT IN (TABLE extended))
"""
"""What is neither of PostgreSQL itself nor of an extension, with the name that the app uses."""
OTHERS = """SELECT 'schema', nspname, '' FROM schemas
UNION ALL SELECT 'extension', extname, '' FROM pg_extension WHERE extname <> 'plpgsql'
UNION ALL SELECT 'view', name, pg_get_viewdef(oid) FROM relations WHERE relkind = 'v'
UNION ALL SELECT 'materialized view', name, pg_get_viewdef(oid) FROM relations WHERE relkind = 'm'
UNION ALL SELECT 'foreign table', name, '' FROM relations WHERE relkind = 'f'
UNION ALL SELECT 'partition', r.name, concat_ws(' ', i.inhparent::regclass,
    pg_get_expr(r.relpartbound, r.oid))
  FROM relations r JOIN pg_inherits i ON i.inhrelid = r.oid
  WHERE r.relispartition AND r.relkind IN ('r', 'p', 'f')
UNION ALL SELECT 'partition key of', name, pg_get_partkeydef(oid)
  FROM relations WHERE relkind = 'p'
UNION ALL SELECT 'row security of', name, CASE WHEN relforcerowsecurity THEN 'forced' ELSE 'on' END
  FROM relations WHERE relrowsecurity
UNION ALL SELECT 'index', x.indexrelid::regclass::text, pg_get_indexdef(x.indexrelid)
  FROM pg_index x JOIN relations r ON r.oid = x.indrelid WHERE r.relkind = 'm'
UNION ALL SELECT 'sequence', r.name, concat_ws(' ', s.seqtypid::regtype, s.seqstart, s.seqincrement,
    s.seqmin, s.seqmax, s.seqcycle)
  FROM relations r JOIN pg_sequence s ON s.seqrelid = r.oid
  WHERE NOT EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid
    AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i'))
UNION ALL SELECT 'constraint', concat_ws(' of ', k.conname, r.name), pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN relations r ON r.oid = k.conrelid
  WHERE NOT r.relispartition AND k.conparentid = 0 AND (k.contype = 'c'
    OR (k.contype = 'f' AND (k.confdeltype, k.confupdtype, k.condeferrable) <> ('a', 'a', false)))
UNION ALL SELECT 'trigger', concat_ws(' on ', t.tgname, r.name), pg_get_triggerdef(t.oid)
  FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid
  WHERE NOT t.tgisinternal AND NOT r.relispartition
UNION ALL SELECT 'rule', concat_ws(' on ', w.rulename, r.name), pg_get_ruledef(w.oid)
  FROM pg_rewrite w JOIN relations r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'
UNION ALL SELECT 'policy', concat_ws(' on ', p.polname, r.name), concat_ws(' ', p.polcmd,
    p.polpermissive, p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), '/',
    pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN relations r ON r.oid = p.polrelid
UNION ALL SELECT 'statistics', s.stxname, pg_get_statisticsobjdef(s.oid)
  FROM pg_statistic_ext s WHERE s.stxnamespace IN (SELECT oid FROM schemas)
UNION ALL SELECT 'event trigger', evtname, concat_ws(' ', evtevent, evttags, evtfoid::regproc)
  FROM pg_event_trigger
UNION ALL SELECT CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function'
    END, p.oid::regprocedure::text, CASE p.prokind WHEN 'a' THEN pg_get_function_result(p.oid)
    ELSE pg_get_functiondef(p.oid) END
  FROM pg_proc p WHERE p.pronamespace IN (SELECT oid FROM schemas)
  AND (p.tableoid, p.oid) NOT IN (TABLE extended)
UNION ALL SELECT 'type', t.oid::regtype::text, CASE t.typtype
    WHEN 'e' THEN (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
      FROM pg_enum e WHERE e.enumtypid = t.oid)
    WHEN 'd' THEN concat_ws(' ', format_type(t.typbasetype, t.typtypmod), t.typnotnull,
      t.typdefault, (SELECT string_agg(pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname)
        FROM pg_constraint k WHERE k.contypid = t.oid))
    WHEN 'c' THEN (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid,
      a.atttypmod)), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = t.typrelid
      AND NOT a.attisdropped)
    WHEN 'r' THEN (SELECT g.rngsubtype::regtype::text FROM pg_range g WHERE g.rngtypid = t.oid) END
  FROM pg_type t WHERE t.typnamespace IN (SELECT oid FROM schemas)
  AND (t.typtype IN ('e', 'd', 'r')
    OR EXISTS (SELECT FROM relations r WHERE r.oid = t.typrelid AND r.relkind = 'c'))
  AND (t.tableoid, t.oid) NOT IN (TABLE extended)
"""
