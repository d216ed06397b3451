"""What a package asks of SCORM 2004 sequencing: the rules per item, kept whole, and a list of features used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .report import Feature, Json
from .xmltree import Node

# What the player follows (tests/learning/scorm/sequencing); the author sees the rest at import.
SUPPORTED = frozenset(
    [
        *("choice", "no_choice", "choice_exit", "flow", "forward_only", "earlier_attempts", "constrained_choice"),
        *("pre_condition_rules", "post_condition_rules", "exit_condition_rules", "attempt_limit", "duration_limit"),
        *("rollup_rules", "rollup_considerations", "measure_weight", "completion_threshold", "delivery_controls"),
        *("primary_objective", "secondary_objectives", "global_objectives", "objectives_local_to_course"),
        *("satisfied_by_measure", "randomization", "selection", "hide_lms_ui"),
        *("shared_data", "shared_data_local_to_course"),
    ]
)
RULES = {
    "preconditionrule": "pre_condition_rules",
    "postconditionrule": "post_condition_rules",
    "exitconditionrule": "exit_condition_rules",
    "rolluprule": "rollup_rules",
    "deliverycontrols": "delivery_controls",
    "primaryobjective": "primary_objective",
    "objective": "secondary_objectives",
    "mapinfo": "global_objectives",
    "constrainedchoiceconsiderations": "constrained_choice",
    "rollupconsiderations": "rollup_considerations",
    "auxiliaryresource": "auxiliary_resources",
}
# Attribute of which element switches which feature on, and the value that is the default (IMS SS 1.0, CAM chapter 5).
SWITCHES = {
    ("controlmode", "choice"): ("choice", "true"),
    ("controlmode", "choiceExit"): ("choice_exit", "true"),
    ("controlmode", "flow"): ("flow", "false"),
    ("controlmode", "forwardOnly"): ("forward_only", "false"),
    ("controlmode", "useCurrentAttemptObjectiveInfo"): ("earlier_attempts", "true"),
    ("controlmode", "useCurrentAttemptProgressInfo"): ("earlier_attempts", "true"),
    ("limitconditions", "attemptLimit"): ("attempt_limit", ""),
    ("limitconditions", "attemptAbsoluteDurationLimit"): ("duration_limit", ""),
    ("rolluprules", "rollupObjectiveSatisfied"): ("rollup_rules", "true"),
    ("rolluprules", "rollupProgressCompletion"): ("rollup_rules", "true"),
    ("rolluprules", "objectiveMeasureWeight"): ("measure_weight", "1.0"),
    ("primaryobjective", "satisfiedByMeasure"): ("satisfied_by_measure", "false"),
    ("randomizationcontrols", "randomizationTiming"): ("randomization", "never"),
    ("randomizationcontrols", "selectionTiming"): ("selection", "never"),
}


def collection(manifest: Node) -> dict[str, Node]:
    """imsss:sequencingCollection: sequencing defined once and used by items through IDRef."""
    found: dict[str, Node] = {}
    for holder in manifest.all("sequencingCollection"):
        for node in holder.all("sequencing"):
            found.setdefault(" ".join(node.get("ID").split()), node)
    return found


def sequencing_of(node: Node, shared: dict[str, Node]) -> Node | None:
    """The sequencing of an item; what it states itself wins over what it takes from the collection."""
    own = node.first("sequencing")
    if own is None:
        return None
    base = shared.get(" ".join(own.get("IDRef").split()))
    if base is None:
        return own
    # imsss:objectives and adlseq:objectives are two things under one name.
    stated = {(child.namespace, child.key) for child in own.children}
    borrowed = [child for child in base.children if (child.namespace, child.key) not in stated]
    return Node(own.name, own.namespace, own.line, own.attributes, [*own.children, *borrowed])


def features(trees: Iterable[dict[str, Json]], others: Iterable[str] = ()) -> tuple[Feature, ...]:
    """The features in use, each once, in alphabetical order."""
    names = {name for tree in trees for name in _names(tree)} | set(others)
    return tuple(Feature(name=name, is_supported=name in SUPPORTED) for name in sorted(names))


def auxiliary_resources(trees: Iterable[dict[str, Json]]) -> list[str]:
    """The ids of imsss:auxiliaryResource in these trees, each once, in reading order."""
    found = (node for tree in trees for node in _nodes(tree) if str(node["name"]).casefold() == "auxiliaryresource")
    return list(dict.fromkeys(filter(None, (_identifier(node) for node in found))))


def _nodes(tree: dict[str, Json]) -> Iterator[dict[str, Json]]:
    yield tree
    children = tree["children"]
    if isinstance(children, list):
        for child in children:
            if isinstance(child, dict):
                yield from _nodes(child)


def _identifier(node: dict[str, Json]) -> str:
    attributes = node["attributes"]
    stated = attributes if isinstance(attributes, dict) else {}
    return next((str(value).strip() for name, value in stated.items() if name.casefold() == "auxiliaryresourceid"), "")


def _names(tree: dict[str, Json]) -> Iterator[str]:
    for node in _nodes(tree):
        key = str(node["name"]).casefold()
        attributes = node["attributes"]
        if key in RULES:
            yield RULES[key]
        if isinstance(attributes, dict):
            stated = {name.casefold(): str(value).strip() for name, value in attributes.items()}
            for (element, attribute), (feature, default) in SWITCHES.items():
                value = stated.get(attribute.casefold())
                if key == element and value is not None and value.casefold() != default:
                    yield feature if feature != "choice" else "no_choice"
