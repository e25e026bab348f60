"""Search for part of a Chinese text: trigrams do not see words of two characters, pairs of characters do."""

from __future__ import annotations

from django.db import migrations

GRAMS = """
CREATE FUNCTION matter_grams(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT COALESCE(array_agg(DISTINCT gram), '{}')
      FROM (SELECT c, c || lead(c) OVER (ORDER BY n) AS pair
              FROM unnest(string_to_array($1, NULL)) WITH ORDINALITY AS u(c, n)) AS letters
     CROSS JOIN LATERAL (VALUES (c), (pair)) AS grams(gram)
     WHERE gram IS NOT NULL
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0001_extensions")]
    operations = [migrations.RunSQL(GRAMS, "DROP FUNCTION matter_grams(text)")]
