"""Everything that can be switched on or off in a run. A feature that is off says why.

LEAT_FEATURES=+name,-name overrides it.
"""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Feature:
    name: str
    # Why it is off; empty: it is on.
    off: str = ""
    # Which servers have it: kind -> first version.
    mariadb: tuple | None = (10, 11)
    mysql: tuple | None = (8, 0)


ALL = (
    Feature("numbers"),
    Feature("bits"),
    Feature("temporals"),
    Feature("unicode"),
    Feature("latin1"),
    Feature("charsets"),
    Feature("binaries"),
    Feature("members"),
    Feature("json", mariadb=None),
    Feature("json_opaque", mariadb=None),
    Feature("json_text", mysql=None),
    Feature("partial_json", mariadb=None),
    Feature("geometry"),
    Feature("vector", mariadb=(11, 7), mysql=(9, 0)),
    Feature("uuid_inet", mysql=None),
    Feature("compressed_columns", mysql=None),
    Feature("old_temporals", mysql=None),
    Feature("generated"),
    Feature("invisible"),
    Feature("system_versioned", mysql=None),
    Feature("many_columns"),
    Feature("partitioned"),
    Feature("no_primary_key"),
    Feature("non_transactional"),
    Feature("mixed_engines", mysql=None),
    Feature("ddl"),
    Feature("truncate"),
    Feature("create_select"),
    Feature("transactions"),
    Feature("multi_table"),
    Feature("load_data"),
    Feature("xa"),
    Feature("row_image"),
    Feature("row_metadata_minimal"),
    Feature("compressed_events"),
    Feature("checksums"),
    Feature("zero_date_count"),
)


# How often a round goes without: mysqlbinlog cannot count rows with the first, and crashes on the second.
LEFT_OUT = {"geometry": 0.5, "vector": 0.6}


class Features:
    """What a run uses on one server: `"json" in features`."""

    def __init__(self, server, chosen=None):
        self.server = server
        asked = (os.environ.get("LEAT_FEATURES", "") if chosen is None else chosen).split(",")
        self._forced_on = {name[1:] for name in asked if name.startswith("+")}
        self._forced_off = {name[1:] for name in asked if name.startswith("-")}
        unknown = (self._forced_on | self._forced_off) - {feature.name for feature in ALL}
        if unknown:
            raise ValueError(f"LEAT_FEATURES names {sorted(unknown)}; there are {[feature.name for feature in ALL]}")
        self._on = {feature.name for feature in ALL if self._is_on(feature)}

    def _is_on(self, feature):
        first = getattr(feature, self.server.kind)
        if first is None or self.server.version < first or feature.name in self._forced_off:
            return False
        return not feature.off or feature.name in self._forced_on

    def __contains__(self, name):
        if not any(feature.name == name for feature in ALL):
            raise KeyError(name)
        return name in self._on

    @property
    def loses_defaults(self):
        """Whether the binlog may lack what a statement set to its default."""
        return self.server.kind == "mariadb" and "row_image" in self

    def varied(self, rng):
        """Now and then a run without something shows what it would hide."""
        always = ("numbers", "unicode", "ddl", "transactions")
        optional = [name for name in sorted(self._on) if name not in always]
        left_out = [name for name in optional if rng.random() < LEFT_OUT.get(name, 0.2)]
        # A part of a document needs the document before, which only whole row images have: without it Leat stops.
        if "partial_json" in self:
            left_out.append(rng.choice(["partial_json", "row_image"]))
        return self.without(*left_out)

    def without(self, *names):
        """The same run with these features off."""
        less = object.__new__(Features)
        less.__dict__ = self.__dict__ | {"_on": self._on - set(names)}
        return less
