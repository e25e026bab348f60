"""What two people saw before a rectification was sent back proved its next closing, too."""

from __future__ import annotations

import pgtrigger.compiler
import pgtrigger.migrations
from accounts.migrations._together import Together
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0002_default_rules"),
    ]

    operations = [
        Together([
            pgtrigger.migrations.RemoveTrigger(
                model_name="rectification",
                name="closed_with_proof",
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rectification",
                trigger=pgtrigger.compiler.Trigger(
                    name="closed_with_proof",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        constraint="CONSTRAINT",
                        func="\n            IF (SELECT status FROM inspections_rectification WHERE id = NEW.id)\n                   IN ('verified', 'approved', 'published', 'closed')\n               AND (NOT EXISTS (SELECT FROM inspections_evidence WHERE rectification_id = NEW.id)\n                    OR (\n    SELECT count(*) FROM inspections_verifier v\n      JOIN inspections_verification w ON w.id = v.verification_id\n      JOIN inspections_rectification r ON r.id = w.rectification_id\n     WHERE r.id = NEW.id AND w.status = 'passed' AND w.visited_on >= r.applied_on AND v.signed_at IS NOT NULL AND v.unit_id <> r.unit_id\n       AND v.user_id IS DISTINCT FROM r.applied_by_id\n       AND v.unit_id NOT IN (SELECT unit_id FROM inspections_helpingunit WHERE rectification_id = r.id)\n) < 2) THEN\n                RAISE EXCEPTION 'evidence and two outside verifiers are needed' USING ERRCODE = 'check_violation', CONSTRAINT = 'rectification_closed_with_proof';\n            END IF;\n            RETURN NULL;\n        ",
                        hash="9f49904c2f9c68a5a5eff6bbb2926747fdf7cadc",
                        operation='INSERT OR UPDATE OF "status"',
                        pgid="pgtrigger_closed_with_proof_9fa20",
                        table="inspections_rectification",
                        timing="DEFERRABLE INITIALLY DEFERRED",
                        when="AFTER",
                    ),
                ),
            ),
        ]),
    ]
