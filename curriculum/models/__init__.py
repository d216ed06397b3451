"""What is to be learned and by whom: framework, programmes, courses, packages."""

from curriculum.models.approval import CourseApproval
from curriculum.models.banks import QuestionBank
from curriculum.models.contents import (
    ClassContent,
    HandinContent,
    LessonContent,
    LessonDocument,
    LessonImage,
    ProjectContent,
    QuizContent,
    QuizItem,
    ScormContent,
)
from curriculum.models.courses import Course
from curriculum.models.framework import (
    Ability,
    FrameworkVersion,
    LevelDescriptor,
    Programme,
    TalentGroup,
    Tier,
)
from curriculum.models.packages import Package, PackageItem, PackageVersion
from curriculum.models.uploads import PackageUpload
from curriculum.models.versions import CourseVersion, Module

__all__ = [
    "Ability",
    "ClassContent",
    "Course",
    "CourseApproval",
    "CourseVersion",
    "FrameworkVersion",
    "HandinContent",
    "LessonContent",
    "LessonDocument",
    "LessonImage",
    "LevelDescriptor",
    "Module",
    "Package",
    "PackageItem",
    "PackageUpload",
    "PackageVersion",
    "Programme",
    "ProjectContent",
    "QuestionBank",
    "QuizContent",
    "QuizItem",
    "ScormContent",
    "TalentGroup",
    "Tier",
]
